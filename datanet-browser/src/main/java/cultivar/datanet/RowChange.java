package cultivar.datanet;

/**
 * What an action changed of one row.
 *
 * @param what {@code state}, or the tag's name
 * @param tag whether {@code what} is a tag
 * @param before the state before, or {@code set} or {@code not set} for a tag
 * @param after as {@code before}
 * @param reason why; empty where not said
 */
public record RowChange(HistoryEntry action, String what, boolean tag, String before, String after, String reason) {}
