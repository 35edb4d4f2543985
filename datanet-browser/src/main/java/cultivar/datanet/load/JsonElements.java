package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one JSON value: a list of objects, or an object that holds such lists. The elements are cut out by their
 * brackets, so that one is held at a time and a broken one does not take the others with it: a row that is not closed
 * ends where the next line opens a bracket in the column where the row began.
 */
final class JsonElements implements Records {
    /** Lists that belong to a single row, not lists of rows. */
    private static final Set<String> PARTS =
            Set.of("messages", "conversations", "conversation", "prompt", "completion");

    private static final int LONGEST_NAME = 200;

    private final CountingInput counted;
    private final PushbackInputStream in;
    private long line = 1;
    /** How many bytes of the line are read. */
    private int column;
    /** The column of the first one that is not white; 0 before it. */
    private int firstInk;

    private boolean started;
    private boolean done;
    private boolean inObject;
    private boolean anyList;
    private byte[] element = new byte[1 << 12];
    private int length;

    JsonElements(InputStream in) throws IOException {
        this.counted = new CountingInput(in);
        this.in = new PushbackInputStream(new BufferedInputStream(Utf16Input.utf8(counted), 1 << 16));
    }

    @Override
    public @Nullable Found next() throws IOException {
        if (!started) {
            started = true;
            Found wrong = start();
            if (wrong != null) {
                return wrong;
            }
        }
        while (!done) {
            int c = skipWhite();
            if (c == ',') {
                continue;
            }
            if (c == ']') {
                Found wrong = inObject ? findList() : end();
                if (wrong != null) {
                    return wrong;
                }
            } else if (c == '}') {
                return new Found.Broken(line, "broken JSON: a bracket is closed that was not opened");
            } else if (c < 0) {
                done = true;
                return new Found.Broken(line, "the file ends before its list does; was it cut short?");
            } else {
                return element(c);
            }
        }
        return null;
    }

    @Override
    public long bytes() {
        return counted.bytes();
    }

    @Override
    public long lines() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private @Nullable Found start() throws IOException {
        int c = skipWhite();
        if (c == 0xEF) {
            read();
            read();
            c = skipWhite();
        }
        if (c == '{') {
            inObject = true;
            return findList();
        }
        if (c < 0) {
            done = true;
        } else if (c != '[') {
            throw new DatanetException("it is no list of rows in JSON");
        }
        return null;
    }

    /** Goes behind the opening bracket of the next list of rows in the root object. */
    private @Nullable Found findList() throws IOException {
        while (true) {
            int c = skipWhite();
            if (c == ',') {
                continue;
            }
            if (c == '}') {
                if (!anyList) {
                    throw new DatanetException("the JSON object in it holds no list of rows");
                }
                return end();
            }
            if (c != '"') {
                done = true;
                return new Found.Broken(line, c < 0 ? "the file ends in the middle" : "broken JSON: a name is missing");
            }
            length = 0;
            skipText(LONGEST_NAME);
            String name = new String(element, 0, length, StandardCharsets.UTF_8);
            if (skipWhite() != ':') {
                done = true;
                return new Found.Broken(line, "broken JSON: no colon behind \"" + name + "\"");
            }
            c = skipWhite();
            if (c == '[' && !PARTS.contains(name)) {
                int first = skipWhite();
                unread(first);
                if (first == '{') {
                    anyList = true;
                    return null;
                }
            }
            skipValue(c);
        }
    }

    /** Looks whether anything stands behind the root value. */
    private @Nullable Found end() throws IOException {
        done = true;
        return skipWhite() < 0 ? null : new Found.Broken(line, "there is more behind the end of the list");
    }

    private Found element(int first) throws IOException {
        long begin = line;
        int indent = firstInk == column ? column : 1;
        length = 0;
        int depth = 0;
        boolean tooLong = false;
        boolean inText = false;
        boolean unclosed = false;
        for (int c = first; ; c = read()) {
            if (c < 0) {
                done = true;
                return new Found.Broken(begin, "the file ends in the middle of this row; was it cut short?");
            }
            if (c == '{' && depth > 0 && firstInk == column && column == indent) {
                unread(c);
                return new Found.Broken(
                        begin, unclosed ? "broken JSON: a text is not closed" : "broken JSON: the row is not closed");
            }
            if (unclosed) {
                continue;
            }
            if (!inText && depth == 0 && (c == ',' || c == ']' || c == '}')) {
                unread(c);
                break;
            }
            tooLong |= !keep(c, LineReader.LIMIT);
            if (inText) {
                // No text in JSON holds a line end as it is.
                unclosed = c == '\n';
                if (c == '\\') {
                    tooLong |= !keep(read(), LineReader.LIMIT);
                } else {
                    inText = c != '"';
                }
            } else if (c == '"') {
                inText = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                break;
            }
        }
        return tooLong
                ? new Found.Broken(begin, "the row is longer than " + (LineReader.LIMIT >> 20) + " MiB")
                : Json.row(begin, Arrays.copyOf(element, length), "not a JSON object; each row must be one");
    }

    private void skipValue(int first) throws IOException {
        int depth = 0;
        for (int c = first; c >= 0; c = read()) {
            if (c == '"') {
                length = 0;
                skipText(0);
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']' || c == ',') {
                if (depth == 0) {
                    unread(c);
                    return;
                }
                if (c != ',' && --depth == 0) {
                    return;
                }
            }
        }
    }

    /** Reads to the end of a text whose opening quote is read, keeping at most so many bytes. */
    private void skipText(int limit) throws IOException {
        for (int c = read(); c >= 0 && c != '"'; c = read()) {
            var _ = keep(c == '\\' ? read() : c, limit);
        }
    }

    private boolean keep(int c, int limit) {
        if (length >= limit || c < 0) {
            return false;
        }
        if (length == element.length) {
            element = Arrays.copyOf(element, 2 * length);
        }
        element[length++] = (byte) c;
        return true;
    }

    private int skipWhite() throws IOException {
        int c = read();
        while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            c = read();
        }
        return c;
    }

    private int read() throws IOException {
        int c = in.read();
        column++;
        if (c == '\n') {
            line++;
            column = 0;
            firstInk = 0;
        } else if (firstInk == 0 && c != ' ' && c != '\t' && c != '\r') {
            firstInk = column;
        }
        return c;
    }

    private void unread(int c) throws IOException {
        if (c >= 0) {
            in.unread(c);
            firstInk = firstInk == column ? 0 : firstInk;
            column--;
        }
    }
}
