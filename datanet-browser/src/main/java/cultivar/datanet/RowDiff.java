package cultivar.datanet;

/**
 * A row in which two versions differ.
 *
 * @param row as it stands in the store; of a changed one the one that the second version holds
 * @param what what is other; empty for rows that only one version holds
 */
public record RowDiff(Kind kind, StoredRow row, String what) {
    /** How a row differs. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED,
        RETAGGED;

        /** The name that scripts see. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
