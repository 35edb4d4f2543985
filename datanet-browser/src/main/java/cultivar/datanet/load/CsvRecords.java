package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Comma, semicolon, tab or bar separated values. A record's lines are put together here, one record at a time, so that a
 * quote that is never closed costs its own line only and not the rest of the file.
 */
final class CsvRecords implements Records {
    private static final char[] SEPARATORS = {',', '\t', ';', '|'};
    private static final int SAMPLE_LINES = 50;
    /** How far a quote is looked for: no cell that somebody learns from has more lines. */
    private static final int LINES_OF_RECORD = 10_000;

    private static final int LONGEST_NAME = 64;

    /** A line of the file; null where it was too long. */
    private record Line(long number, byte @Nullable [] bytes) {}

    private final CountingInput in;
    private final LineReader lines;
    private final Deque<Line> pending = new ArrayDeque<>();
    private char separator;
    private List<String> header = List.of();
    private @Nullable Found first;
    private boolean started;
    private long number;

    CsvRecords(InputStream in) throws IOException {
        this.in = new CountingInput(in);
        this.lines = new LineReader(Utf16Input.utf8(this.in));
    }

    @Override
    public @Nullable Found next() throws IOException {
        if (!started) {
            started = true;
            start();
        }
        if (first != null) {
            Found found = first;
            first = null;
            return found;
        }
        Line line = line();
        return line == null ? null : found(line);
    }

    @Override
    public long bytes() {
        return in.bytes();
    }

    @Override
    public long lines() {
        return number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Finds the separator and the header; a first line that is no header is the first record. */
    private void start() throws IOException {
        List<Line> sample = new ArrayList<>();
        while (sample.size() < SAMPLE_LINES && lines.next()) {
            sample.add(new Line(lines.number(), lines.line()));
        }
        separator = separator(sample);
        for (int i = sample.size() - 1; i >= 0; i--) {
            pending.addFirst(sample.get(i));
        }
        Line line = line();
        if (line == null) {
            return;
        }
        if (line.bytes() == null) {
            throw new DatanetException("its first line, which should name the columns, is longer than "
                    + (LineReader.LIMIT >> 20) + " MiB");
        }
        List<String> cells = cells(line);
        if (isHeader(cells)) {
            header = cells.stream().map(String::strip).toList();
        } else {
            List<String> names = new ArrayList<>();
            cells.forEach(cell -> names.add("column" + (names.size() + 1)));
            header = List.copyOf(names);
            first = new Found.Row(line.number(), columns(cells));
        }
    }

    private Found found(Line line) throws IOException {
        if (line.bytes() == null) {
            return new Found.Broken(line.number(), LineReader.TOO_LONG);
        }
        try {
            List<String> cells = cells(line);
            return cells.size() == header.size()
                    ? new Found.Row(line.number(), columns(cells))
                    : new Found.Broken(
                            line.number(),
                            cells.size() + (cells.size() == 1 ? " cell" : " cells") + " where there are "
                                    + header.size() + " columns");
        } catch (DatanetException e) {
            return new Found.Broken(line.number(), String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode columns(List<String> cells) {
        ObjectNode columns = Json.object();
        for (int i = 0; i < cells.size(); i++) {
            columns.put(header.get(i), cells.get(i));
        }
        return columns;
    }

    /** The cells of the record that begins on a line. */
    private List<String> cells(Line line) throws IOException {
        StringBuilder text = new StringBuilder(Json.utf8(java.util.Objects.requireNonNull(line.bytes())));
        Quotes quotes = new Quotes(separator);
        quotes.scan(text, 0);
        List<Line> taken = new ArrayList<>();
        while (quotes.open()) {
            Line next = taken.size() < LINES_OF_RECORD && text.length() < LineReader.LIMIT ? raw() : null;
            byte[] bytes = next == null ? null : next.bytes();
            if (next != null) {
                taken.add(next);
            }
            if (bytes == null) {
                throw unclosed(line, taken, quotes);
            }
            int from = text.length();
            text.append('\n').append(Json.utf8(bytes));
            quotes.scan(text, from);
        }
        try {
            return split(text.toString());
        } catch (CsvParseException e) {
            // Over several lines, the quote that seemed to close is the next record's.
            throw taken.isEmpty()
                    ? new DatanetException("there is text behind a closing quote", e)
                    : unclosed(line, taken, quotes);
        }
    }

    /** Gives back the lines behind the first one, which are records of their own. */
    private DatanetException unclosed(Line line, List<Line> taken, Quotes quotes) {
        for (int i = taken.size() - 1; i >= 0; i--) {
            pending.addFirst(taken.get(i));
        }
        number = line.number();
        return new DatanetException("the quote in column " + quotes.column() + " is never closed");
    }

    private List<String> split(String record) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                .commentStrategy(CommentStrategy.NONE)
                .skipEmptyLines(false)
                .ofCsvRecord(record)) {
            return reader.iterator().next().getFields();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot be read", e);
        }
    }

    /** The next line that is not blank. */
    private @Nullable Line line() throws IOException {
        Line line = raw();
        while (line != null && line.bytes() != null && LineReader.blank(line.bytes())) {
            line = raw();
        }
        return line;
    }

    private @Nullable Line raw() throws IOException {
        Line line = pending.poll();
        if (line == null && lines.next()) {
            line = new Line(lines.number(), lines.line());
        }
        number = line == null ? number : line.number();
        return line;
    }

    /** The separator that cuts the most lines into as many cells as the first one. */
    private static char separator(List<Line> sample) {
        char best = ',';
        int most = 0;
        for (char candidate : SEPARATORS) {
            int columns = 0;
            int alike = 0;
            boolean open = false;
            for (Line line : sample) {
                int cells = 1;
                for (byte b : line.bytes() == null ? new byte[0] : line.bytes()) {
                    open ^= b == '"';
                    cells += b == candidate && !open ? 1 : 0;
                }
                columns = columns == 0 ? cells : columns;
                alike += cells == columns ? 1 : 0;
            }
            int score = columns == 1 ? 0 : alike;
            if (score > most) {
                most = score;
                best = candidate;
            }
        }
        return best;
    }

    /** Names are short, there, and all different, and one of them is a usual one or none is a sentence. */
    private static boolean isHeader(List<String> cells) {
        boolean short_ = cells.stream().allMatch(cell -> !cell.isBlank() && cell.length() <= LONGEST_NAME);
        boolean different = new HashSet<>(cells).size() == cells.size();
        boolean usual =
                cells.stream().anyMatch(cell -> Target.usual(cell.strip().toLowerCase(Locale.ROOT)));
        boolean sentence = cells.stream().anyMatch(cell -> cell.matches(".*[.?!]\\s*|.*\\s.*\\s.*\\s.*"));
        return short_ && different && (usual || !sentence);
    }

    /** Follows the quotes of a record: one opens at the start of a cell, and two inside a quoted cell are one. */
    private static final class Quotes {
        private final char separator;
        private boolean cellStart = true;
        private boolean open;
        private int column = 1;
        private int openedIn;

        Quotes(char separator) {
            this.separator = separator;
        }

        void scan(CharSequence text, int from) {
            for (int i = from; i < text.length(); i++) {
                char c = text.charAt(i);
                if (open) {
                    if (c == '"') {
                        if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                            i++;
                        } else {
                            open = false;
                        }
                    }
                } else if (c == '"' && cellStart) {
                    open = true;
                    openedIn = column;
                    cellStart = false;
                } else {
                    cellStart = c == separator;
                    column += cellStart ? 1 : 0;
                }
            }
        }

        boolean open() {
            return open;
        }

        int column() {
            return openedIn;
        }
    }
}
