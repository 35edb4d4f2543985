package cultivar.datanet.quality;

import java.util.Arrays;

/** The words of a text, the pairs of words that follow each other, and its first word, as sorted hashes, each once. */
final class Features {
    /** The beginning of a long text says what it is about. */
    private static final int WORDS = 64;

    private Features() {}

    static int[] of(String normal) {
        int[] found = new int[2 * WORDS];
        int size = 0;
        int words = 0;
        long before = 0;
        int from = -1;
        for (int i = 0; i <= normal.length() && words < WORDS; i++) {
            boolean inside = i < normal.length() && Character.isLetterOrDigit(normal.charAt(i));
            if (inside && from < 0) {
                from = i;
            } else if (!inside && from >= 0) {
                long word = Hashing.of(normal, from, i);
                found[size++] = (int) word;
                // Before the first word stands 0, which makes a pair of it too.
                found[size++] = (int) Hashing.combine(before, word);
                words++;
                before = word;
                from = -1;
            }
        }
        Arrays.sort(found, 0, size);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || found[i] != found[i - 1]) {
                found[distinct++] = found[i];
            }
        }
        return Arrays.copyOf(found, distinct);
    }
}
