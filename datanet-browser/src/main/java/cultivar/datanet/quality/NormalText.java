package cultivar.datanet.quality;

import cultivar.datanet.Contribution;
import cultivar.datanet.Message;
import cultivar.datanet.Role;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A row's text without what does not change its meaning: Unicode NFKC, small letters, one space between words, no
 * sentence marks, quotes or brackets around a word. Marks inside a word and signs that stand alone stay, since they
 * carry meaning in code and sums.
 *
 * @param question all turns but the last; system turns are left out, as many rows share one
 * @param answer the last turn
 */
record NormalText(String question, String answer) {
    private static final String BEFORE = "\"'([{<«‹“”‘’„¿¡*_`";
    private static final String AFTER = "\"')]}>»›“”‘’.,;:!?…*_`。、！？";

    static NormalText of(Contribution row) {
        List<Message> turns = row.messages();
        StringBuilder question = new StringBuilder();
        for (Message turn : turns.subList(0, turns.size() - 1)) {
            if (turn.role() != Role.SYSTEM) {
                append(question, turn.content());
            }
        }
        StringBuilder answer = new StringBuilder();
        append(answer, turns.getLast().content());
        return new NormalText(question.toString(), answer.toString());
    }

    static String normal(String text) {
        StringBuilder out = new StringBuilder();
        append(out, text);
        return out.toString();
    }

    /** Question and answer in one, parted by a space. */
    String whole() {
        return question.isEmpty() ? answer : question + " " + answer;
    }

    /** As {@link TextSpool} keeps it: question and answer parted by a line end, which neither holds. */
    String stored() {
        return question + "\n" + answer;
    }

    static NormalText ofStored(String stored) {
        int split = stored.indexOf('\n');
        return new NormalText(stored.substring(0, split), stored.substring(split + 1));
    }

    /** The words of a normal text. */
    static List<String> words(String normal) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= normal.length(); i++) {
            if (i == normal.length() || normal.charAt(i) == ' ') {
                if (i > from) {
                    words.add(normal.substring(from, i));
                }
                from = i + 1;
            }
        }
        return words;
    }

    private static void append(StringBuilder out, String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        int at = 0;
        int length = folded.length();
        while (at < length) {
            while (at < length && Character.isWhitespace(folded.charAt(at))) {
                at++;
            }
            int from = at;
            while (at < length && !Character.isWhitespace(folded.charAt(at))) {
                at++;
            }
            word(out, folded, from, at);
        }
    }

    private static void word(StringBuilder out, String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && BEFORE.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && AFTER.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        if (start == end) {
            // Marks alone: a sign of code if any of them is not a sentence mark.
            start = from;
            end = to;
            boolean sentence = true;
            for (int i = from; i < to; i++) {
                sentence &= AFTER.indexOf(text.charAt(i)) >= 0 && "()[]{}<>*_`".indexOf(text.charAt(i)) < 0;
            }
            if (sentence) {
                return;
            }
        }
        if (end > start) {
            if (!out.isEmpty()) {
                out.append(' ');
            }
            out.append(text, start, end);
        }
    }
}
