package cultivar.datanet.store;

import cultivar.datanet.load.Problem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an import.
 *
 * @param added rows that went in
 * @param duplicates rows that were there already, with the same content and contributor
 * @param rejected lines that did not go in
 * @param warnings remarks on rows that went in
 * @param problems rejected lines and warnings in the order of the file, at most {@link #LISTED} of each kind
 * @param cancelled whether it was stopped before the end of the file; what had gone in stays
 * @param log a file of all rejected lines and warnings, which lasts until the program ends; null where the list is whole
 */
public record ImportReport(
        String datanet,
        String file,
        long added,
        long duplicates,
        long rejected,
        long warnings,
        List<Problem> problems,
        boolean cancelled,
        @Nullable Path log) {
    /** How many problems of each kind are listed; all are counted, go to the listener, and can be saved. */
    public static final int LISTED = 1000;

    public ImportReport {
        problems = List.copyOf(problems);
    }

    /** A report whose list is whole. */
    ImportReport(
            String datanet,
            String file,
            long added,
            long duplicates,
            long rejected,
            long warnings,
            List<Problem> problems,
            boolean cancelled) {
        this(datanet, file, added, duplicates, rejected, warnings, problems, cancelled, null);
    }

    /** Whether there are more problems than are listed. */
    public boolean shortened() {
        return rejected + warnings > problems.size();
    }
}
