package cultivar.datanet.store;

import cultivar.datanet.Bytes32;
import cultivar.datanet.DatanetVersionRef;
import java.util.List;

/**
 * What came of recomputing a version from the stored texts.
 *
 * @param rows how many rows were read
 * @param expectedRows how many the version was published with
 * @param expectedRoot the root that the version was published with
 * @param foundRoot the root over the recomputed content hashes; {@code expectedRoot} if everything is unchanged
 * @param differences the rows whose text, metadata or contributor changed since, at most {@link #LISTED}
 */
public record VersionCheck(
        DatanetVersionRef version,
        long rows,
        long expectedRows,
        Bytes32 expectedRoot,
        Bytes32 foundRoot,
        List<Difference> differences) {
    /** How many differences are listed. */
    public static final int LISTED = 100;

    /**
     * A row that is not what it was.
     *
     * @param position its place in the version, counted from 1
     * @param row its number in the store
     * @param what what differs: {@code content}, {@code contributor}, or why it cannot be read
     * @param expected the hash that was stored when the row came in
     * @param found the hash of what is stored now
     */
    public record Difference(long position, long row, String what, String expected, String found) {}

    public VersionCheck {
        differences = List.copyOf(differences);
    }

    public boolean holds() {
        return differences.isEmpty() && rows == expectedRows && foundRoot.equals(expectedRoot);
    }

    /** One line for people. */
    public String summary() {
        if (holds()) {
            return version + " holds: " + rows + " rows, root " + expectedRoot;
        }
        if (!differences.isEmpty()) {
            Difference first = differences.getFirst();
            String more = differences.size() > 1 ? ", and " + (differences.size() - 1) + " more" : "";
            return version + " does not hold: the " + first.what() + " of row " + first.row() + " (place "
                    + first.position() + ") was changed" + more;
        }
        if (rows != expectedRows) {
            return version + " does not hold: it was published with " + expectedRows + " rows and has " + rows;
        }
        return version + " does not hold: its root should be " + expectedRoot + " and is " + foundRoot;
    }
}
