package cultivar.datanet.store;

import cultivar.datanet.Split;
import cultivar.datanet.load.Document;
import java.util.List;

/**
 * A document of which a person makes rows by hand, and how far it is.
 *
 * @param rows those made so far
 * @param open the one that is being written
 */
public record Draft(long id, String datanet, Document document, Split split, List<DraftRow> rows, DraftRow open) {
    public Draft {
        rows = List.copyOf(rows);
    }

    /** The same document with other rows. */
    public Draft with(List<DraftRow> made, DraftRow written) {
        return new Draft(id, datanet, document, split, made, written);
    }
}
