package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one JSON Lines file in order, in constant memory. */
public final class RowReader {
    private final String file;
    private final LineReader lines;
    private final RowParser parser;
    private final Consumer<Problem> problems;

    /**
     * A reader of the stream, which the caller closes.
     *
     * @param file the name that problems are reported under
     * @param problems is told of each line that is no usable row, and of each warning
     */
    public RowReader(String file, InputStream in, RowDefaults defaults, Consumer<Problem> problems) {
        this.file = file;
        this.lines = new LineReader(in);
        this.parser = new RowParser(defaults);
        this.problems = problems;
    }

    /**
     * The next usable row; null at the end of the file.
     *
     * @throws IOException if the file cannot be read on
     * @throws DatanetException if the file as a whole cannot be understood
     */
    public @Nullable ParsedRow next() throws IOException {
        while (advance()) {
            byte[] line = lines.line();
            if (line == null) {
                reject("the line is longer than " + (LineReader.LIMIT >> 20) + " MiB");
            } else if (!blank(line)) {
                try {
                    ParsedRow row = parser.parse(lines.number(), line);
                    for (String warning : row.warnings()) {
                        problems.accept(new Problem(Problem.Severity.WARNING, file, lines.number(), warning));
                    }
                    return row;
                } catch (DatanetException e) {
                    reject(String.valueOf(e.getMessage()));
                }
            }
        }
        return null;
    }

    /** How many bytes of the file have been read. */
    public long bytes() {
        return lines.bytes();
    }

    /** How many lines have been read. */
    public long lines() {
        return lines.number();
    }

    private boolean advance() throws IOException {
        try {
            return lines.next();
        } catch (DatanetException e) {
            throw new DatanetException(file + " cannot be imported: " + e.getMessage(), e);
        }
    }

    private void reject(String reason) {
        problems.accept(new Problem(Problem.Severity.REJECTED, file, lines.number(), reason));
    }

    private static boolean blank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
