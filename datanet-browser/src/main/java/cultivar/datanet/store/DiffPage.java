package cultivar.datanet.store;

import cultivar.datanet.RowDiff;
import java.util.List;
import java.util.OptionalLong;

/**
 * A piece of the list of rows in which two versions differ.
 *
 * @param next what to ask the following page with; empty if this is the last one
 */
public record DiffPage(List<RowDiff> rows, OptionalLong next) {
    public DiffPage {
        rows = List.copyOf(rows);
    }
}
