package cultivar.datanet.quality;

/**
 * How far a check is.
 *
 * @param done rows that this phase has gone through
 * @param total rows that it goes through; -1 where unknown
 */
public record QualityProgress(Phase phase, long done, long total) {
    /** The parts of a check, in their order. */
    public enum Phase {
        READING,
        DUPLICATES,
        NEIGHBOURS,
        REPORTING
    }
}
