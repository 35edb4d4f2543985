package cultivar.datanet.suggest;

import cultivar.datanet.StoredRow;

/**
 * A tag that a row should perhaps have.
 *
 * @param score how sure it is, from 0 to 1
 */
public record Suggestion(String tag, double score, Reason reason) {
    /** Why a tag is suggested. */
    public sealed interface Reason {}

    /** The row has a word that the datanet's card ties to the tag. */
    public record ByRule(String word) implements Reason {}

    /**
     * Rows like it have the tag.
     *
     * @param having how many of them
     * @param of how many were looked at
     * @param nearest the one that is most like it
     */
    public record ByRows(int having, int of, StoredRow nearest) implements Reason {}

    /**
     * A model on this machine finds it likeliest.
     *
     * @param model its name
     * @param trial how it did on rows that people tagged
     */
    public record ByModel(String model, ModelTags.Trial trial) implements Reason {}
}
