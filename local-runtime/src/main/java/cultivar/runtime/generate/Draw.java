package cultivar.runtime.generate;

/**
 * Draws one token by its weight. Every cut finds its border without putting the vocabulary in order, and what is left is gone
 * through by id, so that a logit that differs in its last bit hardly ever changes the outcome.
 */
final class Draw {
    private final Sampling sampling;

    Draw(Sampling sampling) {
        this.sampling = sampling;
    }

    /**
     * The token at a place of the distribution.
     *
     * @param logits are written over
     * @param place at least 0 and below 1
     */
    int at(double place, float[] logits) {
        weigh(logits);
        if (sampling.topK() > 0) {
            cut(logits, Cut.byCount(logits, sampling.topK()));
        }
        if (sampling.topP() < 1) {
            cut(logits, Cut.byMass(logits, sampling.topP()));
        }
        double left = place * sum(logits);
        int last = -1;
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] > 0) {
                last = id;
                left -= logits[id];
                if (left < 0) {
                    return id;
                }
            }
        }
        return last;
    }

    /** Puts weights in the place of logits: 1 for the likeliest, 0 for what min-p leaves out. */
    private void weigh(float[] logits) {
        float most = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        if (!(most > Float.NEGATIVE_INFINITY && most < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The model gave no usable number for any token.");
        }
        for (int id = 0; id < logits.length; id++) {
            float away = logits[id] - most;
            double weight = away == 0 ? 1 : Math.exp(away / sampling.temperature());
            logits[id] = weight >= sampling.minP() ? (float) weight : 0;
        }
    }

    private static void cut(float[] weights, long border) {
        for (int id = 0; id < weights.length; id++) {
            if (key(weights[id], id) > border) {
                weights[id] = 0;
            }
        }
    }

    private static double sum(float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum;
    }

    /** A number by which heavier tokens come first, and of equals the smaller id. */
    private static long key(float weight, int id) {
        return (long) (Integer.MAX_VALUE - Float.floatToRawIntBits(weight)) << 32 | id;
    }

    private static float weight(long key) {
        return Float.intBitsToFloat(Integer.MAX_VALUE - (int) (key >>> 32));
    }

    /** Finds the last token that is kept, as its key. */
    private static final class Cut {
        /** Weights of up to 1 by their exponent and the first three bits after it. */
        private static final int GROUPS = group(1) + 1;

        private final long[] keys;

        private Cut(float[] weights, int group, int count) {
            keys = new long[count];
            int at = 0;
            for (int id = 0; id < weights.length; id++) {
                if (weights[id] > 0 && group(weights[id]) == group) {
                    keys[at++] = key(weights[id], id);
                }
            }
        }

        static long byCount(float[] weights, int count) {
            return of(weights, count, false);
        }

        static long byMass(float[] weights, double part) {
            return of(weights, part * sum(weights), true);
        }

        private static int group(float weight) {
            return Float.floatToRawIntBits(weight) >>> 20;
        }

        private static long of(float[] weights, double wanted, boolean byMass) {
            double[] shares = new double[GROUPS];
            int[] counts = new int[GROUPS];
            for (float weight : weights) {
                if (weight > 0) {
                    int group = group(weight);
                    shares[group] += byMass ? weight : 1;
                    counts[group]++;
                }
            }
            double before = 0;
            int group = GROUPS - 1;
            while (group >= 0 && before + shares[group] < wanted) {
                before += shares[group--];
            }
            return group < 0 ? Long.MAX_VALUE : new Cut(weights, group, counts[group]).border(wanted - before, byMass);
        }

        /** Quickselect over the keys of one group. */
        private long border(double wanted, boolean byMass) {
            int from = 0;
            int to = keys.length;
            double before = 0;
            while (to - from > 1) {
                int middle = partition(from, to);
                double left = before;
                if (byMass) {
                    for (int i = from; i < middle; i++) {
                        left += weight(keys[i]);
                    }
                } else {
                    left += middle - from;
                }
                if (left >= wanted) {
                    to = middle;
                } else {
                    from = middle;
                    before = left;
                }
            }
            return keys[from];
        }

        /** Puts the smaller keys before the larger; both sides have one at least. */
        private int partition(int from, int to) {
            long pivot = median(keys[from], keys[(from + to) >>> 1], keys[to - 1]);
            int left = from - 1;
            int right = to;
            while (true) {
                do {
                    left++;
                } while (keys[left] < pivot);
                do {
                    right--;
                } while (keys[right] > pivot);
                if (left >= right) {
                    return Math.max(from + 1, Math.min(to - 1, right + 1));
                }
                long key = keys[left];
                keys[left] = keys[right];
                keys[right] = key;
            }
        }

        private static long median(long a, long b, long c) {
            return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
        }
    }
}
