package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one file in order, in constant memory. */
public final class RowReader implements Closeable {
    private final String file;
    private final Records records;
    private final RowParser parser;
    private final Consumer<Problem> problems;

    /**
     * A reader of a stream of JSON Lines, which the caller closes.
     *
     * @param file the name that problems are reported under
     * @param problems is told of each line that is no usable row, and of each warning
     * @throws IOException if the stream cannot be read
     */
    public RowReader(String file, InputStream in, RowDefaults defaults, Consumer<Problem> problems) throws IOException {
        this(file, new JsonLines(in), defaults, Map.of(), problems);
    }

    private RowReader(
            String file,
            Records records,
            RowDefaults defaults,
            Map<String, Target> changes,
            Consumer<Problem> problems) {
        this.file = file;
        this.records = records;
        this.parser = new RowParser(defaults, changes);
        this.problems = problems;
    }

    /**
     * Opens a file of any {@link FileFormat}.
     *
     * @param changes what columns are that their names do not tell
     * @throws IOException if the file cannot be read
     * @throws DatanetException if the file as a whole cannot be understood
     */
    public static RowReader open(
            Path file, RowDefaults defaults, Map<String, Target> changes, Consumer<Problem> problems)
            throws IOException {
        String name = String.valueOf(file.getFileName());
        try {
            return new RowReader(
                    name, FileFormat.of(file).open(file, defaults.headings()), defaults, changes, problems);
        } catch (DatanetException e) {
            throw whole(name, e);
        }
    }

    /**
     * The next usable row; null at the end of the file.
     *
     * @throws IOException if the file cannot be read on
     * @throws DatanetException if the file as a whole cannot be understood
     */
    public @Nullable ParsedRow next() throws IOException {
        List<ParsedRow> found = new ArrayList<>(1);
        while (found.isEmpty() && read(found::add)) {}
        return found.isEmpty() ? null : found.getFirst();
    }

    /**
     * Reads one line, or one row where a format has no lines, and hands it over if it is a usable row; false at the end
     * of the file. Fails as {@link #next}.
     */
    public boolean read(Consumer<ParsedRow> rows) throws IOException {
        switch (advance()) {
            case null -> {
                return false;
            }
            case Found.Broken(long line, String reason) -> reject(line, reason);
            case Found.Row row -> {
                ParsedRow parsed = parse(row);
                if (parsed != null) {
                    rows.accept(parsed);
                }
            }
        }
        return true;
    }

    /** How many bytes of the file have been read. */
    public long bytes() {
        return records.bytes();
    }

    /** How many lines have been read; rows where a format has no lines. */
    public long lines() {
        return records.lines();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private @Nullable ParsedRow parse(Found.Row row) {
        try {
            ParsedRow parsed = parser.parse(row.line(), row.columns());
            for (String warning : parsed.warnings()) {
                problems.accept(new Problem(Problem.Severity.WARNING, file, row.line(), warning));
            }
            return parsed;
        } catch (DatanetException e) {
            reject(row.line(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Found advance() throws IOException {
        try {
            return records.next();
        } catch (DatanetException e) {
            throw whole(file, e);
        }
    }

    private void reject(long line, String reason) {
        problems.accept(new Problem(Problem.Severity.REJECTED, file, line, reason));
    }

    static DatanetException whole(String file, DatanetException reason) {
        return new DatanetException(file + " cannot be imported: " + reason.getMessage(), reason);
    }
}
