package cultivar.datanet.quality;

import java.util.Arrays;

/**
 * MinHash signatures (Broder 1997) folded into the keys of bands (Indyk and Motwani 1998): two rows of Jaccard
 * similarity s share the key of at least one band with probability 1 - (1 - s^{@value #ROWS})^{@value #BANDS}, which is
 * 0.992 at 0.8, 0.54 at 0.6 and 0.06 at 0.4.
 */
final class MinHash {
    static final int BANDS = 16;
    static final int ROWS = 6;

    private static final int[] FACTORS = new int[BANDS * ROWS];
    private static final int[] OFFSETS = new int[BANDS * ROWS];

    static {
        for (int i = 0; i < FACTORS.length; i++) {
            long bits = Hashing.mix(0x43756C7469766172L + i);
            FACTORS[i] = (int) bits | 1;
            OFFSETS[i] = (int) (bits >>> 32);
        }
    }

    private final int[] lowest = new int[BANDS * ROWS];

    /** The keys of a set's bands, {@value #BANDS} of them. */
    void bands(Shingles set, int[] keys) {
        Arrays.fill(lowest, Integer.MAX_VALUE);
        for (int i = 0; i < set.size(); i++) {
            lower(lowest, set.at(i));
        }
        for (int band = 0; band < BANDS; band++) {
            long key = band;
            for (int row = 0; row < ROWS; row++) {
                key = Hashing.combine(key, lowest[band * ROWS + row]);
            }
            keys[band] = (int) key;
        }
    }

    /** One loop over plain arrays, which the compiler turns into vector instructions. */
    private static void lower(int[] lowest, int hash) {
        for (int j = 0; j < lowest.length; j++) {
            lowest[j] = Math.min(lowest[j], hash * FACTORS[j] + OFFSETS[j]);
        }
    }
}
