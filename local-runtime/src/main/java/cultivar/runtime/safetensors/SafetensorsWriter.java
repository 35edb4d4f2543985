package cultivar.runtime.safetensors;

import cultivar.runtime.files.WholeFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a safetensors file: beside its place first, then moved into it, so that a full disk or a kill leaves the old
 * file or none, never half of one.
 */
public final class SafetensorsWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Entry(DType dtype, long[] shape, FloatBuffer values) {
        long bytes() {
            return (long) values.remaining() * dtype.bytes();
        }
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
     * @param dtype F32 or BF16; float32 values are rounded to it
     * @param values row-major, as many as the shape holds
     */
    public SafetensorsWriter add(String name, DType dtype, long[] shape, FloatBuffer values) {
        if (dtype != DType.F32 && dtype != DType.BF16) {
            throw new IllegalArgumentException("cannot write " + dtype);
        }
        long elements = 1;
        for (long dimension : shape) {
            elements *= dimension;
        }
        if (elements != values.remaining()) {
            throw new IllegalArgumentException(name + " has " + values.remaining() + " values for " + elements);
        }
        entries.put(name, new Entry(dtype, shape.clone(), values.duplicate()));
        return this;
    }

    /** Writes the file and forces it to the disk. */
    public void write(Path path) throws IOException {
        Path temporary = WholeFiles.temporary(path);
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writeFully(channel, header());
                for (Entry entry : entries.values()) {
                    writeValues(channel, entry);
                }
                channel.force(true);
            }
            WholeFiles.moveIntoPlace(temporary, path);
        } catch (IOException e) {
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

    private static void writeValues(FileChannel channel, Entry entry) throws IOException {
        FloatBuffer values = entry.values().duplicate();
        ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
            chunk.clear();
            while (values.hasRemaining() && chunk.remaining() >= 4) {
                if (entry.dtype() == DType.F32) {
                    chunk.putFloat(values.get());
                } else {
                    chunk.putShort(FloatValues.toBfloat16(values.get()));
                }
            }
            writeFully(channel, chunk.flip());
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
