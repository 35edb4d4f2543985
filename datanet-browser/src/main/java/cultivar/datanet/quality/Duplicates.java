package cultivar.datanet.quality;

import cultivar.datanet.quality.QualityProgress.Phase;
import java.util.Arrays;

/**
 * Exact copies by the hash of their normal text, and near copies by MinHash with locality-sensitive hashing: rows that
 * share the key of a band are compared by the true Jaccard similarity of their five-character sequences, and those at or
 * above the threshold are joined.
 *
 * <p>What a row costs in memory: {@value MinHash#BANDS} band keys of four bytes and about 40 bytes more. A band's bucket
 * compares each row with at most {@value #LEADERS} rows that are unlike each other, so that a datanet of one template
 * takes no time that grows with its square.
 */
final class Duplicates {
    static final int LEADERS = 16;

    private static final int TRAIN = 1;
    private static final int HELD_OUT = 2;

    private final double threshold;
    private final TextSpool texts;
    private final LongMap firstOf = new LongMap(1024);
    private final IntList copyOf = new IntList();
    private final IntList sides = new IntList();
    private final IntList copies = new IntList();
    private final IntList bands = new IntList();
    private final IntList unique = new IntList();
    private float[] similarity = {};
    private float[] leak = {};
    private float[] weakest = {};
    private UnionFind sets = new UnionFind(0);

    Duplicates(double threshold, TextSpool texts) {
        this.threshold = threshold;
        this.texts = texts;
    }

    /** Adds the next row; its text goes into the spool beside. */
    void add(long normalHash, int[] bandKeys, boolean heldOut) {
        int row = copyOf.size();
        int side = heldOut ? HELD_OUT : TRAIN;
        int first = firstOf.putIfAbsent(normalHash, row);
        copyOf.add(first);
        copies.add(0);
        sides.add(side);
        copies.set(first, copies.get(first) + 1);
        sides.set(first, sides.get(first) | side);
        if (first == row) {
            unique.add(row);
            for (int key : bandKeys) {
                bands.add(key);
            }
        }
    }

    int size() {
        return copyOf.size();
    }

    /** Joins exact copies, and finds the near ones if they are wanted. */
    void compare(Steps steps, boolean near) {
        int rows = size();
        similarity = new float[rows];
        leak = new float[rows];
        weakest = new float[rows];
        Arrays.fill(weakest, 1);
        sets = new UnionFind(rows);
        for (int row = 0; row < rows; row++) {
            sets.union(row, copyOf.get(row));
            if (sides.get(copyOf.get(row)) == (TRAIN | HELD_OUT)) {
                leak[row] = 1;
            }
        }
        if (near) {
            compareBands(steps);
        }
    }

    private void compareBands(Steps steps) {
        steps.begin(Phase.DUPLICATES, (long) unique.size() * MinHash.BANDS);
        long[] order = new long[unique.size()];
        Bucket bucket = new Bucket();
        for (int band = 0; band < MinHash.BANDS; band++) {
            for (int i = 0; i < order.length; i++) {
                order[i] = (long) bands.get(i * MinHash.BANDS + band) << 32 | unique.get(i);
            }
            Arrays.parallelSort(order);
            int from = 0;
            for (int i = 1; i <= order.length; i++) {
                if (i == order.length || order[i] >>> 32 != order[from] >>> 32) {
                    if (i - from > 1) {
                        bucket.compare(order, from, i, steps);
                    } else {
                        steps.step();
                    }
                    from = i;
                }
            }
        }
    }

    /** How many other rows have the same normal text. */
    int copiesOf(int row) {
        return copies.get(copyOf.get(row)) - 1;
    }

    /** The highest similarity that was found to a row of another normal text; 0 where it is below the threshold. */
    double similarity(int row) {
        return similarity[copyOf.get(row)];
    }

    /** The highest similarity that was found to a row on the other side of the split; 0 where it is below the threshold. */
    double leak(int row) {
        return Math.max(leak[row], leak[copyOf.get(row)]);
    }

    /** The first row of a row's cluster, which may be itself. */
    int cluster(int row) {
        return sets.find(row);
    }

    /** The lowest similarity of the pairs that hold a cluster together. */
    double weakest(int first) {
        return weakest[first];
    }

    /** The rows of one bucket of one band. */
    private final class Bucket {
        private final int[] leaders = new int[LEADERS];
        private final Shingles[] leaderSets = new Shingles[LEADERS];
        private final Shingles own = new Shingles();
        private final FailedPairs failed = new FailedPairs();

        Bucket() {
            for (int i = 0; i < LEADERS; i++) {
                leaderSets[i] = new Shingles();
            }
        }

        void compare(long[] order, int from, int to, Steps steps) {
            int led = 0;
            for (int i = from; i < to; i++) {
                int row = (int) order[i];
                boolean alike = join(row, Math.min(led, LEADERS));
                if (!alike) {
                    int place = led++ % LEADERS;
                    leaders[place] = row;
                    leaderSets[place].clear();
                }
                steps.step();
            }
        }

        /** Compares a row with the leaders; whether it is in the cluster of one of them. */
        private boolean join(int row, int led) {
            own.clear();
            boolean alike = false;
            for (int place = 0; place < led; place++) {
                int leader = leaders[place];
                boolean together = sets.find(row) == sets.find(leader);
                boolean acrossSides = (sides.get(row) | sides.get(leader)) == (TRAIN | HELD_OUT)
                        && (leak[row] == 0 || leak[leader] == 0);
                alike |= together;
                if ((together && !acrossSides) || failed.contains(row, leader)) {
                    continue;
                }
                double found = set(own, row).jaccard(set(leaderSets[place], leader));
                if (found < threshold) {
                    failed.add(row, leader);
                    continue;
                }
                alike = true;
                keep(row, leader, (float) found, acrossSides);
            }
            return alike;
        }

        private void keep(int row, int leader, float found, boolean acrossSides) {
            similarity[row] = Math.max(similarity[row], found);
            similarity[leader] = Math.max(similarity[leader], found);
            if (acrossSides) {
                leak[row] = Math.max(leak[row], found);
                leak[leader] = Math.max(leak[leader], found);
            }
            int one = sets.find(row);
            int other = sets.find(leader);
            if (one != other) {
                float low = Math.min(found, Math.min(weakest[one], weakest[other]));
                sets.union(one, other);
                weakest[sets.find(one)] = low;
            }
        }

        private Shingles set(Shingles set, int row) {
            if (set.size() == 0) {
                set.read(texts.get(row));
            }
            return set;
        }
    }

    /** Pairs that were compared and are not alike: most pairs meet in several bands. Forgets some, invents none. */
    private static final class FailedPairs {
        private final long[] pairs = new long[1 << 20];

        boolean contains(int one, int other) {
            long pair = pair(one, other);
            return pairs[slot(pair)] == pair;
        }

        void add(int one, int other) {
            long pair = pair(one, other);
            pairs[slot(pair)] = pair;
        }

        /** Never 0, as no row is paired with itself. */
        private static long pair(int one, int other) {
            return (long) Math.max(one, other) << 32 | Math.min(one, other);
        }

        private int slot(long pair) {
            return (int) (Hashing.mix(pair) >>> 44);
        }
    }
}
