package cultivar.datanet.quality;

import cultivar.datanet.Bytes32;

/**
 * Takes what was found, on the thread that checks. Rows with the same content hash (the same text, given by several
 * people) are told of one by one, each time with the same values.
 */
public interface QualitySink {
    /** One signal of one row. */
    void signal(Bytes32 contentHash, Measurement value);

    /** Rows that say the same or nearly so. A row is in one cluster at most. */
    default void cluster(Cluster cluster) {}
}
