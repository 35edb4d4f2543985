package cultivar.datanet.quality;

import java.util.List;

/** How much of a text says again what it said before. */
final class Repetition {
    private static final int WIDTH = 4;

    private Repetition() {}

    /** The share of four-word sequences that occurred before; 0 for texts under twenty words, which have no room. */
    static double of(String normal) {
        List<String> words = NormalText.words(normal);
        if (words.size() < 20) {
            return 0;
        }
        int grams = words.size() - WIDTH + 1;
        LongMap seen = new LongMap(grams);
        int again = 0;
        for (int i = 0; i < grams; i++) {
            long hash = 0;
            for (int j = 0; j < WIDTH; j++) {
                hash = Hashing.combine(hash, Hashing.of(words.get(i + j)));
            }
            again += seen.putIfAbsent(hash, i) == i ? 0 : 1;
        }
        return (double) again / grams;
    }
}
