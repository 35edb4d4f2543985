package cultivar.datanet.quality;

import java.util.Arrays;

/**
 * The set of all sequences of five characters in a text, as sorted 32-bit hashes. Reused from text to text: no object is
 * made for a sequence. A longer text than {@value #LONGEST} characters counts with its beginning.
 */
final class Shingles {
    static final int WIDTH = 5;
    static final int LONGEST = 1 << 16;

    private int[] hashes = new int[1024];
    private int size;

    /** Takes the text's set in place of the last one. */
    void read(CharSequence text) {
        int length = Math.min(text.length(), LONGEST);
        int count = Math.max(1, length - WIDTH + 1);
        if (hashes.length < count) {
            hashes = new int[Integer.highestOneBit(count) * 2];
        }
        if (length < WIDTH) {
            hashes[0] = (int) Hashing.of(text, 0, length);
            size = 1;
            return;
        }
        for (int i = 0; i < count; i++) {
            long window = text.charAt(i);
            for (int j = 1; j < WIDTH; j++) {
                window = window * 0x5851F42D4C957F2DL + text.charAt(i + j);
            }
            hashes[i] = (int) Hashing.mix(window);
        }
        Arrays.sort(hashes, 0, count);
        size = 1;
        for (int i = 1; i < count; i++) {
            if (hashes[i] != hashes[i - 1]) {
                hashes[size++] = hashes[i];
            }
        }
    }

    /** Empties the set. */
    void clear() {
        size = 0;
    }

    /** At least 1 after a text was read. */
    int size() {
        return size;
    }

    int at(int index) {
        return hashes[index];
    }

    /** The share of the sequences of both that are in each. */
    double jaccard(Shingles other) {
        int mine = 0;
        int theirs = 0;
        int common = 0;
        while (mine < size && theirs < other.size) {
            int order = Integer.compare(hashes[mine], other.hashes[theirs]);
            if (order == 0) {
                common++;
            }
            mine += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }
        return (double) common / (size + other.size - common);
    }
}
