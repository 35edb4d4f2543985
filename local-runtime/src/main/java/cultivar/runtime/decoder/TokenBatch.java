package cultivar.runtime.decoder;

import java.util.List;

/**
 * Rows of tokens padded at the end to one width. Under a causal mask padding after a row's last token changes nothing
 * before it, so no mask is needed.
 *
 * @param ids row-major, {@code rows * width}
 * @param labelled flat positions whose next token is a target
 * @param targets that next token for each labelled position
 */
public record TokenBatch(long[] ids, int rows, int width, long[] labelled, long[] targets) {

    /** A row and from which position on its tokens are targets (position 0 is never one). */
    public record Row(int[] ids, int promptLength) {}

    /** Packs rows; a row whose labels would be empty contributes none. */
    public static TokenBatch of(List<Row> rows) {
        int width = rows.stream().mapToInt(row -> row.ids().length).max().orElse(1);
        int labels = 0;
        for (Row row : rows) {
            labels += Math.max(0, row.ids().length - Math.max(1, row.promptLength()));
        }
        long[] ids = new long[rows.size() * width];
        long[] labelled = new long[labels];
        long[] targets = new long[labels];
        int at = 0;
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            for (int t = 0; t < row.ids().length; t++) {
                ids[r * width + t] = row.ids()[t];
                if (t >= Math.max(1, row.promptLength())) {
                    labelled[at] = (long) r * width + t - 1;
                    targets[at++] = row.ids()[t];
                }
            }
        }
        return new TokenBatch(ids, rows.size(), width, labelled, targets);
    }

    /** Number of targets. */
    public int labels() {
        return targets.length;
    }
}
