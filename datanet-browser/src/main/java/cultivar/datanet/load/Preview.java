package cultivar.datanet.load;

import cultivar.datanet.Contribution;
import cultivar.datanet.DatanetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file would bring, before anything is written.
 *
 * @param mapping of the columns of the first rows, with the changes asked for
 * @param rows the first ones, with what would become of them
 */
public record Preview(String file, FileFormat format, Mapping mapping, List<Row> rows) {
    private static final int ROWS = 3;
    /** How many rows are looked at for their columns. */
    private static final int LOOKED_AT = 20;

    /**
     * A row.
     *
     * @param line where it is
     * @param contribution what it would be; null where it would not go in
     * @param reason why not; empty where it would go in
     */
    public record Row(long line, @Nullable Contribution contribution, String reason) {}

    public Preview {
        rows = List.copyOf(rows);
    }

    /**
     * Reads the beginning of a file.
     *
     * @param changes what columns are that their names do not tell
     * @throws DatanetException if the file cannot be read or understood, or has no column of a name in the changes
     */
    public static Preview of(Path file, RowDefaults defaults, Map<String, Target> changes) {
        String name = String.valueOf(file.getFileName());
        try {
            FileFormat format = FileFormat.of(file);
            try (Records records = format.open(file, defaults.headings())) {
                return read(name, format, records, new RowParser(defaults, changes), changes);
            }
        } catch (DatanetException e) {
            throw RowReader.whole(name, e);
        } catch (IOException e) {
            throw new DatanetException(file + " cannot be read (" + e.getMessage() + "); check its permissions", e);
        }
    }

    private static Preview read(
            String name, FileFormat format, Records records, RowParser parser, Map<String, Target> changes)
            throws IOException {
        Set<String> columns = new LinkedHashSet<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < LOOKED_AT; i++) {
            Found found = records.next();
            if (found == null) {
                break;
            }
            if (found instanceof Found.Row row) {
                columns.addAll(row.columns().propertyNames());
            }
            if (rows.size() < ROWS) {
                rows.add(row(found, parser));
            }
        }
        for (String column : changes.keySet()) {
            if (!columns.contains(column)) {
                throw new DatanetException("it has no column \"" + column + "\"; it has "
                        + Mapping.detect(columns).names());
            }
        }
        return new Preview(name, format, Mapping.detect(columns).with(changes), rows);
    }

    private static Row row(Found found, RowParser parser) {
        return switch (found) {
            case Found.Broken(long line, String reason) -> new Row(line, null, reason);
            case Found.Row(long line, var columns) -> {
                try {
                    yield new Row(line, parser.parse(line, columns).contribution(), "");
                } catch (DatanetException e) {
                    yield new Row(line, null, String.valueOf(e.getMessage()));
                }
            }
        };
    }
}
