package cultivar.wallet.evm;

import java.util.Arrays;

/** A frame's memory: bytes that grow by words, at a price that grows with the square (Yellow Paper, appendix H). */
final class Memory {
    private byte[] bytes = new byte[0];
    private long words;

    /** Bytes in use, a multiple of 32. */
    long size() {
        return words * Word.BYTES;
    }

    /** Gas for growing so that so many bytes fit; nothing if they do. */
    long growthCost(long end) {
        long needed = Word.count(end);
        return needed <= words ? 0 : cost(needed) - cost(words);
    }

    private static long cost(long words) {
        return 3 * words + words * words / 512;
    }

    /** Grows; the caller has paid. */
    void grow(long end) {
        long needed = Word.count(end);
        if (needed > words) {
            words = needed;
            int length = Math.toIntExact(needed * Word.BYTES);
            if (length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length, (int) Math.min(2L * bytes.length, 1 << 24)));
            }
        }
    }

    byte[] read(int offset, int length) {
        return length == 0 ? new byte[0] : Arrays.copyOfRange(bytes, offset, offset + length);
    }

    void pushTo(Stack stack, int offset) {
        stack.pushBytes(bytes, offset);
    }

    void popFrom(Stack stack, int offset) {
        stack.popTo(bytes, offset);
    }

    void write(int offset, byte[] data, int length) {
        System.arraycopy(data, 0, bytes, offset, length);
    }

    void writeByte(int offset, byte value) {
        bytes[offset] = value;
    }

    void copy(int to, int from, int length) {
        System.arraycopy(bytes, from, bytes, to, length);
    }
}
