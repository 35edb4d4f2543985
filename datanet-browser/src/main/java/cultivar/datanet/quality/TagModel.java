package cultivar.datanet.quality;

import java.util.Arrays;

/**
 * Which tag a text reads like, by naive Bayes over the hashed words and pairs of words that it has. A row is judged by all
 * other rows: what it added itself is taken off first. Tags are bits of a long, {@value #TAGS} of them at most.
 */
final class TagModel {
    static final int TAGS = 64;

    private static final int SLOTS = 1 << 16;
    private static final double SMOOTHING = 0.5;

    /** A word that fewer other rows have tells of them and not of their tags. */
    private static final int COMMON = 4;

    private final int[] ofAll = new int[SLOTS];
    private final int[] counts = new int[SLOTS * TAGS];
    private final long[] rows = new long[TAGS];

    /** Learns a row's features under each of its tags. */
    void add(int[] features, long ownTags) {
        for (int feature : features) {
            ofAll[feature >>> 16]++;
        }
        for (long rest = ownTags; rest != 0; rest &= rest - 1) {
            int tag = Long.numberOfTrailingZeros(rest);
            rows[tag]++;
            for (int feature : features) {
                counts[(feature >>> 16) * TAGS + tag]++;
            }
        }
    }

    /**
     * How likely each tag is for a row that was added, from 0 to 1; together 1.
     *
     * @param ownTags its tags, by which it was added
     */
    double[] judge(int[] features, long ownTags) {
        int[] slots = Arrays.stream(features)
                .map(feature -> feature >>> 16)
                .filter(slot -> ofAll[slot] > COMMON)
                .toArray();
        double[] scores = new double[TAGS];
        double best = Double.NEGATIVE_INFINITY;
        for (int tag = 0; tag < TAGS; tag++) {
            long own = ownTags >>> tag & 1;
            if (rows[tag] == own) {
                scores[tag] = Double.NEGATIVE_INFINITY;
                continue;
            }
            double logTotal = Math.log(rows[tag] - own + 2 * SMOOTHING);
            double score = Math.log((double) (rows[tag] - own));
            for (int slot : slots) {
                score += Math.log(Math.max(0, counts[slot * TAGS + tag] - own) + SMOOTHING) - logTotal;
            }
            scores[tag] = score;
            best = Math.max(best, score);
        }
        double sum = 0;
        for (int tag = 0; tag < TAGS; tag++) {
            scores[tag] = Double.isInfinite(best) ? 0 : Math.exp(scores[tag] - best);
            sum += scores[tag];
        }
        for (int tag = 0; tag < TAGS; tag++) {
            scores[tag] = sum == 0 ? 0 : scores[tag] / sum;
        }
        return scores;
    }
}
