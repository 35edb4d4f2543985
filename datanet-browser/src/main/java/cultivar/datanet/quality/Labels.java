package cultivar.datanet.quality;

import cultivar.datanet.quality.QualityProgress.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tags and answers that stand against what similar rows say. A tag is in doubt where question and answer both read
 * like those of one other tag; an answer where it alone reads like those of another tag without a doubt, where
 * the rows with the nearest questions agree on another one, or where it is nearly one that many rows give word by word.
 */
final class Labels {
    private static final int NEAREST = 5;
    private static final int AGREEING = 3;
    private static final double NEAR = 0.3;
    private static final double NEARLY = 0.6;
    private static final double SURE = 0.95;
    private static final double HARDLY = 1e-5;

    /** Below this share of rows whose tags are told from their texts, tags do not follow from texts here. */
    private static final double TELLING = 0.8;

    /** From this share of rows with answers that others give too, answers are meant to be the same word by word. */
    private static final double CANONICAL = 0.5;

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final TagModel byQuestion = new TagModel();
    private final TagModel byAnswer = new TagModel();
    private final TextSpool texts;
    private long[] tags = new long[1024];
    private final LongMap answerNumbers = new LongMap(1024);
    private final IntList answerRows = new IntList();
    private final IntList answers = new IntList();
    private final int[] rowsOfTag = new int[TagModel.TAGS];
    private final int[] rowsOfTagAlone = new int[TagModel.TAGS];
    private int size;

    /**
     * What speaks against a row.
     *
     * @param kind of the badge
     * @param share of what is near it and disagrees, from 0 to 1
     * @param word the other tag, or how many rows agree on another answer
     */
    record Doubt(String kind, double share, String word) {}

    Labels(TextSpool texts) {
        this.texts = texts;
    }

    /** Adds the next row, in the order of the spool. */
    void add(List<String> tagNames, NormalText text) {
        int answer = answerNumbers.putIfAbsent(Hashing.of(text.answer()), answerRows.size());
        if (answer == answerRows.size()) {
            answerRows.add(0);
        }
        answerRows.set(answer, answerRows.get(answer) + 1);
        answers.add(answer);
        long own = 0;
        for (String name : tagNames) {
            Integer number = numbers.get(name);
            if (number == null && names.size() < TagModel.TAGS) {
                number = names.size();
                names.add(name);
                numbers.put(name, number);
            }
            own |= number == null ? 0 : 1L << number;
        }
        if (size == tags.length) {
            tags = Arrays.copyOf(tags, size * 2);
        }
        tags[size++] = own;
        for (int tag = 0; tag < names.size(); tag++) {
            rowsOfTag[tag] += (int) (own >>> tag & 1);
            rowsOfTagAlone[tag] += own == 1L << tag ? 1 : 0;
        }
        byQuestion.add(Features.of(text.question()), own);
        byAnswer.add(Features.of(text.answer()), own);
    }

    /** What speaks against each row; null where nothing does. */
    @Nullable
    Doubt[] judge(Steps steps) {
        @Nullable Doubt[] doubts = new Doubt[size];
        boolean canonical = answersAreCanonical();
        int indexed = Math.min(size, Neighbours.INDEXED);
        steps.begin(Phase.NEIGHBOURS, 2L * size + indexed + (canonical ? size + indexed : 0));
        judgeTags(doubts, steps);
        judgeByQuestions(doubts, steps);
        if (canonical) {
            judgeByAnswers(doubts, steps);
        }
        return doubts;
    }

    /** The likeliest tag of a text, and how likely it is. */
    private record Reading(int tag, double likely, double own) {
        boolean isAgainst() {
            return likely >= SURE && own <= HARDLY;
        }
    }

    private void judgeTags(@Nullable Doubt[] doubts, Steps steps) {
        @Nullable Reading[] questions = new Reading[size];
        @Nullable Reading[] answered = new Reading[size];
        int tagged = 0;
        int toldByQuestion = 0;
        int toldByAnswer = 0;
        for (int row = 0; row < size; row++) {
            if (tags[row] != 0) {
                NormalText parts = parts(row);
                Reading question = read(byQuestion.judge(Features.of(parts.question()), tags[row]), row);
                Reading answer = read(byAnswer.judge(Features.of(parts.answer()), tags[row]), row);
                tagged++;
                toldByQuestion += question.own() > question.likely() ? 1 : 0;
                toldByAnswer += answer.own() > answer.likely() ? 1 : 0;
                questions[row] = question;
                answered[row] = answer;
            }
            steps.step();
        }
        boolean questionsTell = toldByQuestion >= TELLING * tagged;
        boolean answersTell = toldByAnswer >= TELLING * tagged;
        for (int row = 0; row < size; row++) {
            Reading question = questions[row];
            Reading answer = answered[row];
            if (question != null && answer != null) {
                doubts[row] = doubt(question, answer, questionsTell, answersTell);
            }
        }
    }

    private @Nullable Doubt doubt(Reading question, Reading answer, boolean questionsTell, boolean answersTell) {
        boolean byAnswerAlone = answersTell && answer.isAgainst();
        boolean byQuestionAlone = questionsTell && !answersTell && question.isAgainst();
        boolean same = question.tag() == answer.tag();
        boolean byBoth = same && (questionsTell || answersTell) && Math.min(question.likely(), answer.likely()) >= SURE;
        if (byBoth || (byAnswerAlone && same && question.likely() > question.own())) {
            return new Doubt("tag", answer.likely(), names.get(answer.tag()));
        }
        if (byAnswerAlone) {
            return new Doubt("tag-answer", answer.likely(), names.get(answer.tag()));
        }
        return byQuestionAlone ? new Doubt("tag-question", question.likely(), names.get(question.tag())) : null;
    }

    /** The likeliest tag that a row does not have; tags that mostly stand beside another one do not compete. */
    private Reading read(double[] likely, int row) {
        int other = 0;
        double most = -1;
        double own = 0;
        for (int tag = 0; tag < names.size(); tag++) {
            if ((tags[row] >>> tag & 1) == 1) {
                own += likely[tag];
            } else if (likely[tag] > most && rowsOfTagAlone[tag] * 2 > rowsOfTag[tag]) {
                other = tag;
                most = likely[tag];
            }
        }
        return new Reading(other, Math.max(0, most), own);
    }

    /** Nearest questions that agree on an answer, and a row that has another one. */
    private void judgeByQuestions(@Nullable Doubt[] doubts, Steps steps) {
        Neighbours near = new Neighbours(size, row -> Features.of(parts(row).question()), steps);
        for (int row = 0; row < size; row++) {
            steps.step();
            if (doubts[row] != null) {
                continue;
            }
            int[] found = near.of(row, Features.of(parts(row).question()), NEAREST, NEAR)
                    .rows();
            int agreeing = 0;
            int agreed = -1;
            for (int one : found) {
                int same = 0;
                for (int other : found) {
                    same += answers.get(other) == answers.get(one) ? 1 : 0;
                }
                if (same > agreeing) {
                    agreeing = same;
                    agreed = answers.get(one);
                }
            }
            if (agreeing >= AGREEING && agreeing >= 0.75 * found.length && agreed != answers.get(row)) {
                doubts[row] = new Doubt("answer-differs", (double) agreeing / found.length, Integer.toString(agreeing));
            }
        }
    }

    private boolean answersAreCanonical() {
        long shared = 0;
        for (int row = 0; row < size; row++) {
            shared += answerRows.get(answers.get(row)) >= AGREEING ? 1 : 0;
        }
        return size > 0 && shared >= CANONICAL * size;
    }

    /** An answer that stands alone, beside one that many rows give. */
    private void judgeByAnswers(@Nullable Doubt[] doubts, Steps steps) {
        Neighbours near = new Neighbours(size, row -> Features.of(parts(row).answer()), steps);
        for (int row = 0; row < size; row++) {
            steps.step();
            if (doubts[row] != null || answerRows.get(answers.get(row)) > 1) {
                continue;
            }
            Neighbours.Found found = near.of(row, Features.of(parts(row).answer()), 1, NEARLY);
            if (found.rows().length == 1) {
                int others = answerRows.get(answers.get(found.rows()[0]));
                if (others >= AGREEING) {
                    doubts[row] = new Doubt("answer-nearly", found.cosines()[0], Integer.toString(others));
                }
            }
        }
    }

    private NormalText parts(int row) {
        return NormalText.ofStored(texts.get(row));
    }
}
