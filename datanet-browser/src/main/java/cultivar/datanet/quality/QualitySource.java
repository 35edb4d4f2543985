package cultivar.datanet.quality;

import java.util.stream.Stream;

/** The rows of one datanet. Each stream is read once, to its end, and closed. */
public interface QualitySource {
    /** Rows that are kept apart for evaluation; read first. */
    Stream<QualityRow> heldOut();

    /** Rows that models learn from. */
    Stream<QualityRow> training();

    /** How many rows both streams have together, for progress; -1 where unknown. */
    long total();
}
