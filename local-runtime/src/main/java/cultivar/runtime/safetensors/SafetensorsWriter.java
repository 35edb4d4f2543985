package cultivar.runtime.safetensors;

import cultivar.runtime.files.WholeFiles;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a safetensors file: beside its place first, then moved into it, so that a full disk or a kill leaves the old
 * file or none, never half of one.
 */
public final class SafetensorsWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PIECE = 1 << 20;

    private record Entry(DType dtype, long[] shape, Body body) {
        long bytes() {
            return elements(shape) * dtype.bytes();
        }
    }

    /** Writes a tensor's bytes, a piece at a time. */
    private interface Body {
        void write(Pieces to) throws IOException;
    }

    /** Takes the next bytes of the file. */
    private interface Pieces {
        void put(ByteBuffer piece) throws IOException;
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /** Starts an empty file. */
    public SafetensorsWriter() {
        // Hugging Face's readers refuse a file without it.
        metadata.put("format", "pt");
    }

    /** Adds a line of metadata to the header. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Adds a tensor.
     *
     * @param dtype F32, F16 or BF16; float32 values are rounded to it
     * @param values row-major, as many as the shape holds
     */
    public SafetensorsWriter add(String name, DType dtype, long[] shape, FloatBuffer values) {
        FloatBuffer kept = values.duplicate();
        return add(name, dtype, shape, kept.remaining(), to -> {
            FloatPieces pieces = new FloatPieces(to, dtype);
            pieces.put(kept.duplicate());
            pieces.flush();
        });
    }

    /**
     * Adds a tensor whose values are made when the file is written.
     *
     * @param dtype F32, F16 or BF16; float32 values are rounded to it
     */
    public SafetensorsWriter add(String name, DType dtype, List<Long> shape, Rows rows) {
        long[] dimensions = shape.stream().mapToLong(Long::longValue).toArray();
        return add(name, dtype, dimensions, rows.rows() * rows.columns(), to -> {
            FloatPieces pieces = new FloatPieces(to, dtype);
            float[] row = new float[rows.columns()];
            for (long i = 0; i < rows.rows(); i++) {
                rows.read(i, row);
                pieces.put(FloatBuffer.wrap(row));
            }
            pieces.flush();
        });
    }

    private SafetensorsWriter add(String name, DType dtype, long[] shape, long values, Body body) {
        if (!dtype.isFloating()) {
            throw new IllegalArgumentException("cannot write " + dtype);
        }
        if (elements(shape) != values) {
            throw new IllegalArgumentException(name + " has " + values + " values for " + elements(shape));
        }
        entries.put(name, new Entry(dtype, shape.clone(), body));
        return this;
    }

    /** Adds a tensor of any type as it lies in another file, whose bytes must stay mapped until this one is written. */
    public SafetensorsWriter copy(TensorInfo tensor, MemorySegment bytes) {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        entries.put(tensor.name(), new Entry(tensor.dtype(), shape, to -> {
            for (long at = 0; at < bytes.byteSize(); at += PIECE) {
                to.put(bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer());
            }
        }));
        return this;
    }

    private static long elements(long[] shape) {
        long elements = 1;
        for (long dimension : shape) {
            elements *= dimension;
        }
        return elements;
    }

    /** Writes the file and forces it to the disk. */
    public void write(Path path) throws IOException {
        write(path, bytes -> {});
    }

    /**
     * Writes the file and forces it to the disk.
     *
     * @param progress is told after each piece how many bytes it had; what it throws ends the writing
     */
    public void write(Path path, LongConsumer progress) throws IOException {
        Path temporary = WholeFiles.temporary(path);
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                Pieces pieces = piece -> {
                    int bytes = piece.remaining();
                    while (piece.hasRemaining()) {
                        channel.write(piece);
                    }
                    progress.accept(bytes);
                };
                pieces.put(header());
                for (Entry entry : entries.values()) {
                    entry.body().write(pieces);
                }
                channel.force(true);
            }
            WholeFiles.moveIntoPlace(temporary, path);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    private ByteBuffer header() {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode metadataNode = header.putObject("__metadata__");
        metadata.forEach(metadataNode::put);
        long offset = 0;
        for (Map.Entry<String, Entry> named : entries.entrySet()) {
            Entry entry = named.getValue();
            ObjectNode node = header.putObject(named.getKey());
            node.put("dtype", entry.dtype().name());
            ArrayNode shape = node.putArray("shape");
            for (long dimension : entry.shape()) {
                shape.add(dimension);
            }
            node.putArray("data_offsets").add(offset).add(offset + entry.bytes());
            offset += entry.bytes();
        }
        byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        // Padded with spaces, so that the tensors start at a multiple of eight and can be used in place.
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer buffer = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(padded).put(json);
        while (buffer.hasRemaining()) {
            buffer.put((byte) ' ');
        }
        return buffer.flip();
    }

    /** Gathers values of one type into pieces worth writing. */
    private static final class FloatPieces {
        private final Pieces to;
        private final DType dtype;
        private final ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);

        FloatPieces(Pieces to, DType dtype) {
            this.to = to;
            this.dtype = dtype;
        }

        void put(FloatBuffer values) throws IOException {
            while (values.hasRemaining()) {
                if (piece.remaining() < dtype.bytes()) {
                    flush();
                }
                switch (dtype) {
                    case F32 -> piece.putFloat(values.get());
                    case BF16 -> piece.putShort(FloatValues.toBfloat16(values.get()));
                    default -> piece.putShort(Float.floatToFloat16(values.get()));
                }
            }
        }

        void flush() throws IOException {
            to.put(piece.flip());
            piece.clear();
        }
    }
}
