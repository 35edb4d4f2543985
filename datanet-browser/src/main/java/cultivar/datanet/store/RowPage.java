package cultivar.datanet.store;

import cultivar.datanet.StoredRow;
import java.util.List;
import java.util.OptionalLong;

/**
 * A piece of a list of rows.
 *
 * @param next what to ask the following page with; empty if this is the last one
 */
public record RowPage(List<StoredRow> rows, OptionalLong next) {
    public RowPage {
        rows = List.copyOf(rows);
    }
}
