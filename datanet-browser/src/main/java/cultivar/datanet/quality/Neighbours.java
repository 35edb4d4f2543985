package cultivar.datanet.quality;

import java.util.Arrays;

/**
 * The rows whose questions are nearest to a question: cosine similarity over words and pairs of words, each weighed by
 * how rare it is. Looks among {@value #INDEXED} rows at most, spread evenly, and at no more than {@value #POSTINGS} rows
 * for a word, always the first ones of one random order, so that a row that is looked at is looked at for all its words.
 */
final class Neighbours {
    static final int INDEXED = 200_000;

    private static final int POSTINGS = 512;
    private static final int BUDGET = 4096;

    private final int[] rows;
    private final long[] postings;
    private final LongMap starts;
    private final float[] norms;
    private final float[] scores;
    private final int[] touched;

    /** Gives the features of a row. */
    interface Texts {
        int[] features(int row);
    }

    /**
     * The nearest rows, best first.
     *
     * @param cosines from 0 to 1, as many as rows
     */
    record Found(int[] rows, double[] cosines) {}

    Neighbours(int size, Texts texts, Steps steps) {
        rows = order(size);
        long[] packed = new long[1 << 16];
        int count = 0;
        for (int place = 0; place < rows.length; place++) {
            for (int feature : texts.features(rows[place])) {
                if (count == packed.length) {
                    packed = Arrays.copyOf(packed, count * 2);
                }
                packed[count++] = (long) feature << 32 | place;
            }
            steps.step();
        }
        postings = Arrays.copyOf(packed, count);
        Arrays.parallelSort(postings);
        starts = new LongMap(count / 4);
        norms = new float[rows.length];
        for (int from = 0; from < count; ) {
            int to = from;
            while (to < count && postings[to] >> 32 == postings[from] >> 32) {
                to++;
            }
            starts.putIfAbsent(key(postings[from] >> 32), from);
            double weight = weight(to - from);
            for (int i = from; i < to; i++) {
                norms[(int) postings[i]] += (float) (weight * weight);
            }
            from = to;
        }
        scores = new float[rows.length];
        touched = new int[BUDGET + POSTINGS];
    }

    /** The nearest rows but the row itself, at most so many, none under the lowest cosine. */
    Found of(int row, int[] features, int most, double lowest) {
        long[] byRarity = new long[features.length];
        double ownNorm = 0;
        int known = 0;
        for (int feature : features) {
            int from = starts.get(key(feature));
            int rarity = from == LongMap.NONE ? 1 : end(from) - from;
            double weight = weight(rarity);
            ownNorm += weight * weight;
            if (from != LongMap.NONE) {
                byRarity[known++] = (long) rarity << 32 | from;
            }
        }
        Arrays.sort(byRarity, 0, known);
        int count = 0;
        int spent = 0;
        for (int i = 0; i < known && spent < BUDGET; i++) {
            int from = (int) byRarity[i];
            int rarity = (int) (byRarity[i] >>> 32);
            float weight = (float) weight(rarity);
            int to = from + Math.min(rarity, POSTINGS);
            spent += to - from;
            for (int j = from; j < to; j++) {
                int place = (int) postings[j];
                if (scores[place] == 0) {
                    touched[count++] = place;
                }
                scores[place] += weight * weight;
            }
        }
        return best(row, count, ownNorm, most, lowest);
    }

    private Found best(int row, int count, double ownNorm, int most, double lowest) {
        int[] found = new int[most];
        double[] cosines = new double[most];
        int size = 0;
        for (int i = 0; i < count; i++) {
            int place = touched[i];
            double cosine = scores[place] / Math.sqrt(ownNorm * norms[place]);
            scores[place] = 0;
            if (rows[place] == row || cosine < lowest || (size == most && cosine <= cosines[size - 1])) {
                continue;
            }
            int at = size < most ? size++ : size - 1;
            while (at > 0 && cosines[at - 1] < cosine) {
                cosines[at] = cosines[at - 1];
                found[at] = found[at - 1];
                at--;
            }
            cosines[at] = cosine;
            found[at] = rows[place];
        }
        return new Found(Arrays.copyOf(found, size), Arrays.copyOf(cosines, size));
    }

    private int end(int from) {
        int to = from;
        while (to < postings.length && postings[to] >> 32 == postings[from] >> 32) {
            to++;
        }
        return to;
    }

    private double weight(int rarity) {
        return Math.log(1 + (double) rows.length / rarity);
    }

    private static long key(long feature) {
        return Hashing.mix(feature);
    }

    /** Row numbers in a random order that is always the same, at most {@value #INDEXED}. */
    private static int[] order(int size) {
        long[] shuffled = new long[size];
        for (int i = 0; i < size; i++) {
            shuffled[i] = (Hashing.mix(i) & 0xffffffff00000000L) | i;
        }
        Arrays.sort(shuffled);
        int[] order = new int[Math.min(size, INDEXED)];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) shuffled[i];
        }
        return order;
    }
}
