package cultivar.runtime.decoder;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of tokens laid end to end without padding. Attention runs over each row by itself, so rows never see each other;
 * everything else runs over all tokens at once.
 *
 * @param ids the tokens of all rows, {@code [N]}
 * @param lengths tokens in each row
 * @param labelled places in {@code ids} whose next token is a target, ascending
 * @param targets that next token for each labelled place
 */
public record PackedRows(int[] ids, int[] lengths, int[] labelled, int[] targets) {

    /** A row and from which position on its tokens are targets (position 0 is never one). */
    public record Row(int[] ids, int promptLength) {
        private int firstTarget() {
            return Math.max(1, promptLength);
        }
    }

    /**
     * Lays rows end to end. What follows a row's last target, and rows without any target, are kept: they are part of
     * the text.
     */
    public static PackedRows of(List<Row> rows) {
        int tokens = rows.stream().mapToInt(row -> row.ids().length).sum();
        int labels = rows.stream()
                .mapToInt(row -> Math.max(0, row.ids().length - row.firstTarget()))
                .sum();
        int[] ids = new int[tokens];
        int[] labelled = new int[labels];
        int[] targets = new int[labels];
        int at = 0;
        int label = 0;
        for (Row row : rows) {
            for (int t = 0; t < row.ids().length; t++, at++) {
                ids[at] = row.ids()[t];
                if (t >= row.firstTarget()) {
                    labelled[label] = at - 1;
                    targets[label++] = row.ids()[t];
                }
            }
        }
        int[] lengths = rows.stream().mapToInt(row -> row.ids().length).toArray();
        return new PackedRows(ids, lengths, labelled, targets);
    }

    /**
     * Splits rows into parts of at most so many tokens, in order; a longer row makes a part of its own. Small parts keep
     * what a layer works on in the processor's cache and bound the memory that gradients need.
     */
    public static List<PackedRows> parts(List<Row> rows, int tokens) {
        List<PackedRows> parts = new ArrayList<>();
        List<Row> part = new ArrayList<>();
        int size = 0;
        for (Row row : rows) {
            if (!part.isEmpty() && size + row.ids().length > tokens) {
                parts.add(of(part));
                part.clear();
                size = 0;
            }
            part.add(row);
            size += row.ids().length;
        }
        if (!part.isEmpty()) {
            parts.add(of(part));
        }
        return parts;
    }

    /** Number of tokens. */
    public int tokens() {
        return ids.length;
    }

    /** Number of targets. */
    public int labels() {
        return targets.length;
    }
}
