package cultivar.datanet.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * Turns UTF-16 into UTF-8. Half of a surrogate pair becomes the three bytes that its number would have, and a last odd
 * byte becomes 0xFF: neither is UTF-8, so that whoever reads the line refuses it and names its place.
 */
final class Utf16Input extends InputStream {
    private static final int SAMPLE = 64;

    private final InputStream in;
    private final boolean bigEndian;
    private final byte[] pending = new byte[4];
    private int position;
    private int end;
    private int following = -1;

    private Utf16Input(InputStream in, boolean bigEndian) {
        this.in = in;
        this.bigEndian = bigEndian;
    }

    /** The stream itself, unless it begins as UTF-16 does: with its mark, or with every second byte zero. */
    static InputStream utf8(InputStream raw) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, SAMPLE);
        byte[] head = in.readNBytes(SAMPLE);
        int first = head.length < 2 ? 0 : ((head[0] & 0xff) << 8) | (head[1] & 0xff);
        boolean marked = first == 0xFEFF || first == 0xFFFE;
        int from = marked ? 2 : 0;
        in.unread(head, from, head.length - from);
        if (marked) {
            return new Utf16Input(in, first == 0xFEFF);
        }
        int[] zeros = new int[2];
        for (int i = 0; i < head.length; i++) {
            zeros[i & 1] += head[i] == 0 ? 1 : 0;
        }
        boolean even = zeros[0] > head.length / 4 && zeros[1] == 0;
        boolean odd = zeros[1] > head.length / 4 && zeros[0] == 0;
        return even || odd ? new Utf16Input(in, even) : in;
    }

    @Override
    public int read() throws IOException {
        if (position == end && !fill()) {
            return -1;
        }
        return pending[position++] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = 0;
        while (n < length) {
            if (position == end && !fill()) {
                return n == 0 ? -1 : n;
            }
            buffer[offset + n++] = pending[position++];
        }
        return n;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        int unit = following >= 0 ? following : unit();
        following = -1;
        if (unit < 0) {
            return false;
        }
        position = 0;
        end = 0;
        if (unit > 0xffff) {
            pending[end++] = (byte) 0xff;
            return true;
        }
        int code = unit;
        if (Character.isHighSurrogate((char) unit)) {
            int next = unit();
            if (next >= 0 && next <= 0xffff && Character.isLowSurrogate((char) next)) {
                code = Character.toCodePoint((char) unit, (char) next);
            } else {
                following = next;
            }
        }
        put(code);
        return true;
    }

    private void put(int code) {
        if (code < 0x80) {
            pending[end++] = (byte) code;
            return;
        }
        if (code < 0x800) {
            pending[end++] = (byte) (0xc0 | (code >> 6));
        } else if (code < 0x10000) {
            pending[end++] = (byte) (0xe0 | (code >> 12));
            pending[end++] = (byte) (0x80 | ((code >> 6) & 0x3f));
        } else {
            pending[end++] = (byte) (0xf0 | (code >> 18));
            pending[end++] = (byte) (0x80 | ((code >> 12) & 0x3f));
            pending[end++] = (byte) (0x80 | ((code >> 6) & 0x3f));
        }
        pending[end++] = (byte) (0x80 | (code & 0x3f));
    }

    /** The next 16 bits; -1 at the end, and more than 16 bits for a byte that stands alone there. */
    private int unit() throws IOException {
        int a = in.read();
        if (a < 0) {
            return -1;
        }
        int b = in.read();
        if (b < 0) {
            return 0x10000;
        }
        return bigEndian ? (a << 8) | b : (b << 8) | a;
    }
}
