package cultivar.datanet.store;

import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.load.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes rows that do not come from a file of rows, all in one transaction. */
final class RowAdder {
    private RowAdder() {}

    static ImportReport add(
            Connection connection,
            String datanet,
            String file,
            List<PlacedRow> rows,
            Split split,
            ReviewState state,
            long now)
            throws SQLException {
        long id = Catalogue.id(connection, datanet);
        long run = Imports.begin(connection, id, file, split, now);
        long added = 0;
        long duplicates = 0;
        List<Problem> problems = new ArrayList<>();
        try (RowWriter writer = new RowWriter(connection, id, split, state, run, now)) {
            for (int i = 0; i < rows.size(); i++) {
                PlacedRow row = rows.get(i);
                switch (writer.write(PreparedRow.of(row.contribution(), i + 1L, row.place()))) {
                    case ADDED -> added++;
                    case DUPLICATE -> duplicates++;
                    case OTHER_SIDE ->
                        problems.add(new Problem(Problem.Severity.REJECTED, file, i + 1L, RowWriter.otherSide(split)));
                }
            }
            writer.finish();
        }
        Imports.finish(connection, id, run, file, new Imports.Counts(added, duplicates, problems.size()), now);
        return new ImportReport(datanet, file, added, duplicates, problems.size(), 0, problems, false);
    }
}
