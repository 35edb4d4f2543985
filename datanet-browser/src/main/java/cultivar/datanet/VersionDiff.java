package cultivar.datanet;

/**
 * How two versions of a datanet differ, in numbers.
 *
 * @param added rows that only the second one holds
 * @param removed rows that only the first one holds
 * @param changed conversations that both hold, under another contributor, licence, source or context
 * @param retagged rows that both hold, whose tags were changed between the two
 * @param same rows that both hold with the same tags
 */
public record VersionDiff(
        DatanetVersionRef from,
        DatanetVersionRef to,
        long added,
        long removed,
        long changed,
        long retagged,
        long same) {}
