package cultivar.datanet.store;

import cultivar.datanet.load.Problem;
import java.util.List;

/**
 * What came of an import.
 *
 * @param added rows that went in
 * @param duplicates rows that were there already, with the same content and contributor
 * @param rejected lines that did not go in
 * @param warnings remarks on rows that went in
 * @param problems rejected lines and warnings in the order of the file, at most {@link #LISTED} of each kind
 * @param cancelled whether it was stopped before the end of the file; what had gone in stays
 */
public record ImportReport(
        String datanet,
        String file,
        long added,
        long duplicates,
        long rejected,
        long warnings,
        List<Problem> problems,
        boolean cancelled) {
    /** How many problems of each kind are listed; all are counted, and all go to the listener. */
    public static final int LISTED = 1000;

    public ImportReport {
        problems = List.copyOf(problems);
    }
}
