package cultivar.runtime.train;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The order in which rows are taken: a fresh shuffle for every epoch, the same for the same seed, or as listed. */
final class RowOrder {
    private final int rows;
    private final long seed;
    private final boolean shuffle;
    private int epoch = -1;
    private int[] order = {};

    RowOrder(int rows, long seed, boolean shuffle) {
        this.rows = rows;
        this.seed = seed;
        this.shuffle = shuffle;
    }

    /** The row at a place counted over all epochs; any place can be asked for, so that a run can resume anywhere. */
    int at(long place) {
        int wanted = (int) (place / rows);
        if (wanted != epoch) {
            epoch = wanted;
            order = permutation(wanted);
        }
        return order[(int) (place % rows)];
    }

    private int[] permutation(int epoch) {
        int[] permutation = new int[rows];
        for (int i = 0; i < rows; i++) {
            permutation[i] = i;
        }
        if (shuffle) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + epoch);
            for (int i = rows - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = permutation[i];
                permutation[i] = permutation[j];
                permutation[j] = swapped;
            }
        }
        return permutation;
    }
}
