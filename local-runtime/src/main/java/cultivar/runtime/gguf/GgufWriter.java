package cultivar.runtime.gguf;

import cultivar.runtime.safetensors.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Writes a GGUF file, version 3: metadata first, then the tensors, whose values are made row by row as they are written.
 */
public final class GgufWriter {
    static final int MAGIC = 0x46554747;
    static final int VERSION = 3;
    static final int ALIGNMENT = 32;

    /** The longest name of a tensor that readers take. */
    static final int LONGEST_NAME = 63;

    private static final int PIECE = 1 << 20;

    private record Entry(GgmlType type, List<Long> shape, Rows rows) {
        long bytes() {
            return type.bytes(rows.rows() * rows.columns());
        }
    }

    private final Map<String, byte[]> metadata = new LinkedHashMap<>();
    private final Map<String, Entry> tensors = new LinkedHashMap<>();

    /** Sets a text. */
    public GgufWriter text(String key, String value) {
        return put(key, GgufType.STRING, new Bytes().text(value));
    }

    /** Sets a whole number from 0 on. */
    public GgufWriter number(String key, long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new IllegalArgumentException(key + " is " + value);
        }
        return put(key, GgufType.UINT32, new Bytes().whole32(value));
    }

    /** Sets a number in float32. */
    public GgufWriter real(String key, double value) {
        return put(key, GgufType.FLOAT32, new Bytes().real32((float) value));
    }

    public GgufWriter flag(String key, boolean value) {
        return put(key, GgufType.BOOL, new Bytes().octet(value ? 1 : 0));
    }

    public GgufWriter texts(String key, List<String> values) {
        Bytes bytes = array(GgufType.STRING, values.size());
        values.forEach(bytes::text);
        return put(key, GgufType.ARRAY, bytes);
    }

    /** Sets a list of whole numbers, each in 32 bits with a sign. */
    public GgufWriter numbers(String key, int[] values) {
        Bytes bytes = array(GgufType.INT32, values.length);
        for (int value : values) {
            bytes.whole32(value);
        }
        return put(key, GgufType.ARRAY, bytes);
    }

    /** Sets a list of numbers in float32. */
    public GgufWriter reals(String key, float[] values) {
        Bytes bytes = array(GgufType.FLOAT32, values.length);
        for (float value : values) {
            bytes.real32(value);
        }
        return put(key, GgufType.ARRAY, bytes);
    }

    public GgufWriter flags(String key, boolean[] values) {
        Bytes bytes = array(GgufType.BOOL, values.length);
        for (boolean value : values) {
            bytes.octet(value ? 1 : 0);
        }
        return put(key, GgufType.ARRAY, bytes);
    }

    private static Bytes array(GgufType type, int size) {
        return new Bytes().whole32(type.code()).whole64(size);
    }

    private GgufWriter put(String key, GgufType type, Bytes value) {
        metadata.put(
                key,
                new Bytes().text(key).whole32(type.code()).raw(value.bytes()).bytes());
        return this;
    }

    /**
     * Adds a tensor.
     *
     * @param type what its values are rounded to; it must hold rows of this length
     * @param shape outermost first
     */
    public GgufWriter tensor(String name, GgmlType type, List<Long> shape, Rows rows) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException("the name " + name + " is longer than " + LONGEST_NAME + " bytes");
        }
        if (!type.holds(rows.columns())) {
            throw new IllegalArgumentException(name + " has rows of " + rows.columns() + " values");
        }
        if (tensors.put(name, new Entry(type, List.copyOf(shape), rows)) != null) {
            throw new IllegalArgumentException(name + " is there already");
        }
        return this;
    }

    /** Size of the file that will be written. */
    public long bytes() {
        return header().length
                + tensors.values().stream()
                        .mapToLong(entry -> padded(entry.bytes()))
                        .sum();
    }

    /**
     * Writes the file and forces it to the disk.
     *
     * @param progress is told after each piece how many bytes it had; what it throws ends the writing
     */
    public void write(Path path, LongConsumer progress) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer piece = ByteBuffer.wrap(header());
            progress.accept(writeFully(channel, piece));
            for (Entry entry : tensors.values()) {
                write(channel, entry, progress);
            }
            channel.force(true);
        }
    }

    private static void write(FileChannel channel, Entry entry, LongConsumer progress) throws IOException {
        Rows rows = entry.rows();
        int rowBytes = Math.toIntExact(entry.type().bytes(rows.columns()));
        ByteBuffer piece =
                ByteBuffer.allocate(Math.max(PIECE, rowBytes + ALIGNMENT)).order(ByteOrder.LITTLE_ENDIAN);
        float[] row = new float[rows.columns()];
        for (long i = 0; i < rows.rows(); i++) {
            if (piece.remaining() < rowBytes) {
                progress.accept(writeFully(channel, piece.flip()));
                piece.clear();
            }
            rows.read(i, row);
            RowCodec.encode(entry.type(), row, row.length, piece);
        }
        if (piece.remaining() < ALIGNMENT) {
            progress.accept(writeFully(channel, piece.flip()));
            piece.clear();
        }
        piece.put(new byte[(int) (padded(entry.bytes()) - entry.bytes())]);
        progress.accept(writeFully(channel, piece.flip()));
    }

    private static int writeFully(FileChannel channel, ByteBuffer piece) throws IOException {
        int bytes = piece.remaining();
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
        return bytes;
    }

    private byte[] header() {
        Bytes header = new Bytes();
        header.whole32(MAGIC).whole32(VERSION).whole64(tensors.size()).whole64(metadata.size());
        metadata.values().forEach(header::raw);
        long offset = 0;
        for (Map.Entry<String, Entry> named : tensors.entrySet()) {
            Entry entry = named.getValue();
            header.text(named.getKey()).whole32(entry.shape().size());
            entry.shape().reversed().forEach(header::whole64);
            header.whole32(entry.type().code()).whole64(offset);
            offset += padded(entry.bytes());
        }
        return header.padTo(ALIGNMENT).bytes();
    }

    static long padded(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    /** Bytes in the making, little-endian. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes octet(int value) {
            out.write(value);
            return this;
        }

        Bytes whole32(long value) {
            for (int i = 0; i < 4; i++) {
                out.write((int) (value >>> (8 * i)));
            }
            return this;
        }

        Bytes whole64(long value) {
            return whole32(value).whole32(value >>> 32);
        }

        Bytes real32(float value) {
            return whole32(Float.floatToRawIntBits(value));
        }

        Bytes text(String value) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return whole64(bytes.length).raw(bytes);
        }

        Bytes raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Bytes padTo(int alignment) {
            while (out.size() % alignment != 0) {
                out.write(0);
            }
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
