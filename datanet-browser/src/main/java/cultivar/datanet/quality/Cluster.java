package cultivar.datanet.quality;

import cultivar.datanet.Bytes32;
import java.util.List;

/**
 * Rows that say the same or nearly so, to be shown as one.
 *
 * @param rows at least two, in the order in which they were read; the first stands for all
 * @param similarity the lowest Jaccard similarity of the pairs that hold it together; 1 where all are exact copies
 */
public record Cluster(List<Bytes32> rows, double similarity) {
    public Cluster {
        rows = List.copyOf(rows);
    }
}
