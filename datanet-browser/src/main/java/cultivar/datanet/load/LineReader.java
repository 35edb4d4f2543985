package cultivar.datanet.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines of bytes, which LF, CR LF or CR end, whichever comes; a line over the limit is passed over
 * without being held.
 */
final class LineReader {
    /** The longest line that is held: no example for a small model comes near it. */
    static final int LIMIT = 8 << 20;

    static final String TOO_LONG = "the line is longer than " + (LIMIT >> 20) + " MiB";

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int end;
    private long number;
    private byte[] line = new byte[BUFFER];
    private int length;
    private boolean tooLong;
    private boolean afterReturn;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false at the end of the stream. */
    boolean next() throws IOException {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (true) {
            if (position == end) {
                end = in.read(buffer);
                position = 0;
                if (end <= 0) {
                    end = 0;
                    number += any ? 1 : 0;
                    return any;
                }
            }
            if (afterReturn) {
                afterReturn = false;
                if (buffer[position] == '\n') {
                    position++;
                    continue;
                }
            }
            any = true;
            int stop = position;
            while (stop < end && buffer[stop] != '\n' && buffer[stop] != '\r') {
                stop++;
            }
            keep(position, stop);
            position = stop;
            if (stop < end) {
                afterReturn = buffer[position++] == '\r';
                number++;
                return true;
            }
        }
    }

    /** The line without its end, and without the byte order mark of the first one; null if it was too long. */
    byte @org.jspecify.annotations.Nullable [] line() {
        if (tooLong) {
            return null;
        }
        int from =
                number == 1 && length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF
                        ? 3
                        : 0;
        return Arrays.copyOfRange(line, from, length);
    }

    /** The current line's number, counted from 1. */
    long number() {
        return number;
    }

    static boolean blank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private void keep(int from, int to) {
        int more = to - from;
        if (tooLong || length + more > LIMIT) {
            tooLong = true;
            return;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, Math.min(LIMIT, 2 * line.length)));
        }
        System.arraycopy(buffer, from, line, length, more);
        length += more;
    }
}
