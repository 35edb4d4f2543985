package cultivar.wallet.codec;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Recursive length prefix, Ethereum's serialisation (Yellow Paper, appendix B). Only the shortest form is accepted. */
public sealed interface Rlp {
    /** A string of bytes. Items are read and written, never compared. */
    record Bytes(byte[] value) implements Rlp {
        /**
         * The bytes as a number of at most 256 bits.
         *
         * @throws RlpException if it is longer or starts with a zero
         */
        public BigInteger number() {
            if (value.length > 32 || (value.length > 0 && value[0] == 0)) {
                throw new RlpException("not a number of at most 256 bits in its shortest form");
            }
            return new BigInteger(1, value);
        }
    }

    /** A list. */
    record Items(List<Rlp> items) implements Rlp {
        /** Keeps its own copy. */
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Wrong bytes. */
    final class RlpException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        /** Says what is wrong. */
        public RlpException(String message) {
            super("damaged RLP: " + message);
        }
    }

    /** A string. */
    static Rlp of(byte[] value) {
        return new Bytes(value);
    }

    /** A number without leading zeros. */
    static Rlp of(BigInteger value) {
        if (value.signum() == 0) {
            return new Bytes(new byte[0]);
        }
        byte[] bytes = value.toByteArray();
        return new Bytes(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    /** A number that is not negative. */
    static Rlp of(long value) {
        return of(BigInteger.valueOf(value));
    }

    /** A list. */
    static Rlp list(Rlp... items) {
        return new Items(List.of(items));
    }

    /** A list. */
    static Rlp list(List<? extends Rlp> items) {
        return new Items(List.copyOf(items));
    }

    /** The bytes of this item. */
    default byte[] encode() {
        return switch (this) {
            case Bytes(byte[] value) ->
                value.length == 1 && value[0] >= 0 ? value.clone() : join(prefix(value.length, 0x80), value);
            case Items(List<Rlp> items) -> {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                for (Rlp item : items) {
                    body.writeBytes(item.encode());
                }
                yield join(prefix(body.size(), 0xc0), body.toByteArray());
            }
        };
    }

    /** This item's bytes, if it is a string. */
    default byte[] asBytes() {
        if (this instanceof Bytes(byte[] value)) {
            return value;
        }
        throw new RlpException("a list where a string belongs");
    }

    /** This item's number, if it is one. */
    default BigInteger asNumber() {
        if (this instanceof Bytes bytes) {
            return bytes.number();
        }
        throw new RlpException("a list where a number belongs");
    }

    /** This item's parts, if it is a list. */
    default List<Rlp> asList() {
        if (this instanceof Items(List<Rlp> items)) {
            return items;
        }
        throw new RlpException("a string where a list belongs");
    }

    /**
     * Reads one item that fills all bytes.
     *
     * @throws RlpException if it does not, or is not in its shortest form
     */
    static Rlp decode(byte[] bytes) {
        Reader reader = new Reader(bytes, 0, bytes.length);
        Rlp item = reader.next();
        if (reader.position != bytes.length) {
            throw new RlpException((bytes.length - reader.position) + " bytes after the end");
        }
        return item;
    }

    private static byte[] prefix(int length, int base) {
        if (length < 56) {
            return new byte[] {(byte) (base + length)};
        }
        byte[] digits = of(length).asBytes();
        return join(new byte[] {(byte) (base + 55 + digits.length)}, digits);
    }

    private static byte[] join(byte[] head, byte[] tail) {
        byte[] out = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, out, head.length, tail.length);
        return out;
    }

    /** Reads items in a range of bytes. */
    final class Reader {
        private static final int DEEPEST = 512;

        private final byte[] bytes;
        private final int end;
        private final int depth;
        private int position;

        private Reader(byte[] bytes, int start, int end) {
            this(bytes, start, end, 0);
        }

        private Reader(byte[] bytes, int start, int end, int depth) {
            if (depth > DEEPEST) {
                throw new RlpException("lists nested too deeply");
            }
            this.bytes = bytes;
            this.position = start;
            this.end = end;
            this.depth = depth;
        }

        private Rlp next() {
            if (position >= end) {
                throw new RlpException("nothing there");
            }
            int first = bytes[position++] & 255;
            if (first < 0x80) {
                return new Bytes(new byte[] {(byte) first});
            }
            if (first < 0xc0) {
                byte[] value = take(length(first, 0x80));
                if (value.length == 1 && value[0] >= 0) {
                    throw new RlpException("a small byte with a length before it");
                }
                return new Bytes(value);
            }
            int length = length(first, 0xc0);
            int start = position;
            take(length);
            Reader inner = new Reader(bytes, start, start + length, depth + 1);
            List<Rlp> items = new ArrayList<>();
            while (inner.position < inner.end) {
                items.add(inner.next());
            }
            return new Items(items);
        }

        private int length(int first, int base) {
            int small = first - base;
            if (small < 56) {
                return small;
            }
            byte[] digits = take(small - 55);
            if (digits[0] == 0) {
                throw new RlpException("a length with leading zeros");
            }
            BigInteger length = new BigInteger(1, digits);
            if (length.compareTo(BigInteger.valueOf(end - position)) > 0) {
                throw new RlpException("a length beyond the end");
            }
            if (length.intValue() < 56) {
                throw new RlpException("a long form for a short length");
            }
            return length.intValue();
        }

        private byte[] take(int length) {
            if (length > end - position) {
                throw new RlpException("a length beyond the end");
            }
            byte[] out = Arrays.copyOfRange(bytes, position, position + length);
            position += length;
            return out;
        }
    }
}
