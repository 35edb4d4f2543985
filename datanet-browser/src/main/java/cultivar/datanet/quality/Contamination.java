package cultivar.datanet.quality;

import java.util.List;
import java.util.stream.LongStream;

/**
 * What training rows and held-out rows share: the same question, or sequences of eight words. Those of a short answer do
 * not count, as several questions may have one answer by right. Held-out rows are added first.
 */
final class Contamination {
    private static final int WIDTH = 8;

    /** A question of fewer words is everybody's. */
    private static final int QUESTION_WORDS = 4;

    private static final int ANSWER_WORDS = 40;

    private static final int SEEN = 1;

    private final LongMap grams = new LongMap(1024);
    private final IntList gramSeen = new IntList();
    private final LongMap questions = new LongMap(1024);
    private final IntList questionSeen = new IntList();

    /** Where the grams of each held-out row end in {@link #gramsOfRows}. */
    private final IntList ends = new IntList();

    private final IntList gramsOfRows = new IntList();
    private final IntList questionOfRows = new IntList();

    /**
     * What a row shares with the other side.
     *
     * @param share of its word sequences; 0 where it has none
     */
    record Shared(boolean question, double share) {}

    void addHeldOut(NormalText text) {
        for (long gram : gramsOf(text)) {
            int id = grams.putIfAbsent(gram, gramSeen.size());
            if (id == gramSeen.size()) {
                gramSeen.add(0);
            }
            gramsOfRows.add(id);
        }
        ends.add(gramsOfRows.size());
        int question = LongMap.NONE;
        if (NormalText.words(text.question()).size() >= QUESTION_WORDS) {
            question = questions.putIfAbsent(Hashing.of(text.question()), questionSeen.size());
            if (question == questionSeen.size()) {
                questionSeen.add(0);
            }
        }
        questionOfRows.add(question);
    }

    /** Looks a training row up, and remembers for the held-out rows what it holds of them. */
    Shared training(NormalText text) {
        if (gramSeen.size() == 0 && questionSeen.size() == 0) {
            return new Shared(false, 0);
        }
        int all = 0;
        int shared = 0;
        for (long gram : gramsOf(text)) {
            all++;
            int id = grams.get(gram);
            if (id != LongMap.NONE) {
                shared++;
                gramSeen.set(id, SEEN);
            }
        }
        int question = questions.get(Hashing.of(text.question()));
        if (question != LongMap.NONE) {
            questionSeen.set(question, SEEN);
        }
        return new Shared(question != LongMap.NONE, all == 0 ? 0 : (double) shared / all);
    }

    /** What a held-out row shares with the training rows, once all of them were looked up. */
    Shared heldOut(int row) {
        int from = row == 0 ? 0 : ends.get(row - 1);
        int to = ends.get(row);
        int shared = 0;
        for (int i = from; i < to; i++) {
            shared += gramSeen.get(gramsOfRows.get(i));
        }
        int question = questionOfRows.get(row);
        boolean asked = question != LongMap.NONE && questionSeen.get(question) == SEEN;
        return new Shared(asked, to == from ? 0 : (double) shared / (to - from));
    }

    private static long[] gramsOf(NormalText text) {
        long[] question = gramsOf(NormalText.words(text.question()));
        List<String> answer = NormalText.words(text.answer());
        if (answer.size() < ANSWER_WORDS) {
            return question;
        }
        return LongStream.concat(LongStream.of(question), LongStream.of(gramsOf(answer)))
                .toArray();
    }

    private static long[] gramsOf(List<String> words) {
        if (words.size() < WIDTH) {
            return new long[0];
        }
        long[] hashes = words.stream().mapToLong(Hashing::of).toArray();
        long[] grams = new long[hashes.length - WIDTH + 1];
        for (int i = 0; i < grams.length; i++) {
            for (int j = 0; j < WIDTH; j++) {
                grams[i] = Hashing.combine(grams[i], hashes[i + j]);
            }
        }
        return grams;
    }
}
