package cultivar.datanet.quality;

import cultivar.datanet.Contribution;

/**
 * How alike the questions of two rows are: the Dice coefficient of their words and pairs of words, 2|A and B| / (|A| +
 * |B|), from 0 to 1.
 */
public final class Likeness {
    private final int[] own;

    /** To a row, whose features are read once. */
    public Likeness(Contribution row) {
        own = features(row);
    }

    public double of(Contribution other) {
        int[] theirs = features(other);
        int common = 0;
        int mine = 0;
        int its = 0;
        while (mine < own.length && its < theirs.length) {
            int order = Integer.compare(own[mine], theirs[its]);
            common += order == 0 ? 1 : 0;
            mine += order <= 0 ? 1 : 0;
            its += order >= 0 ? 1 : 0;
        }
        int all = own.length + theirs.length;
        return all == 0 ? 0 : 2.0 * common / all;
    }

    private static int[] features(Contribution row) {
        return Features.of(NormalText.of(row).question());
    }
}
