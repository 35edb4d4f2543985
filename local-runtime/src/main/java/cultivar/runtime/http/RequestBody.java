package cultivar.runtime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of one request, of a given length or in chunks (RFC 9112, 6 and 7.1). */
final class RequestBody {
    private static final int LONGEST_LINE = 4096;
    private static final int PIECE = 16 << 10;

    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean ended;

    RequestBody(RequestHead head, InputStream in) {
        this.in = in;
        String encoding = head.headers().get("transfer-encoding");
        String length = head.headers().get("content-length");
        if (encoding != null && (length != null || !encoding.equalsIgnoreCase("chunked"))) {
            throw new ApiException(400, "bad_request", "The length of the request's body can be read in two ways.");
        }
        chunked = encoding != null;
        left = chunked ? 0 : length(length == null ? "0" : length);
        ended = !chunked && left == 0;
    }

    private static long length(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new ApiException(400, "bad_request", "The length of the request's body is no number.");
        }
        return Long.parseLong(text);
    }

    /** Refuses one that says that it has more bytes than so many. */
    void checkLength(int largest) {
        if (left > largest) {
            throw tooLarge(largest);
        }
    }

    /** All of it. */
    byte[] read(int largest) throws IOException {
        checkLength(largest);
        // Grows with what comes: a length is only a claim, and some who make one need no token.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(left, PIECE));
        byte[] piece = new byte[PIECE];
        for (int count = next(piece); count >= 0; count = next(piece)) {
            if (bytes.size() + count > largest) {
                throw tooLarge(largest);
            }
            bytes.write(piece, 0, count);
        }
        return bytes.toByteArray();
    }

    boolean ended() {
        return ended;
    }

    private int next(byte[] piece) throws IOException {
        if (chunked && left == 0 && !ended) {
            left = chunk();
            if (left == 0) {
                while (!line().isEmpty()) {
                    // What comes after the last chunk is for nobody here.
                }
                ended = true;
            }
        }
        if (ended) {
            return -1;
        }
        int count = in.read(piece, 0, (int) Math.min(piece.length, left));
        if (count < 0) {
            throw leftOff();
        }
        left -= count;
        if (left == 0) {
            if (chunked) {
                if (!line().isEmpty()) {
                    throw malformed();
                }
            } else {
                ended = true;
            }
        }
        return count;
    }

    private long chunk() throws IOException {
        String size = line().split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw malformed();
        }
        return Long.parseLong(size, 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw leftOff();
            }
            if (line.length() == LONGEST_LINE) {
                throw malformed();
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static IOException leftOff() {
        return new IOException("The client left off in the middle of a body");
    }

    private static ApiException malformed() {
        return new ApiException(400, "bad_request", "A chunk of the request's body is malformed.");
    }

    private static ApiException tooLarge(int largest) {
        return new ApiException(413, "too_large", "A request may have at most " + largest + " bytes.");
    }
}
