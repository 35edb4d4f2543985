package cultivar.runtime.safetensors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A safetensors file mapped into memory: eight bytes with the header's length, a JSON header, then the tensors' bytes
 * in little-endian order. Nothing is copied; a tensor's segment is valid until the file is closed.
 *
 * <p>Every claim of the header is checked against the file before anything is read, so that a damaged or hostile file
 * ends in a {@link SafetensorsException} and never in a fault of the virtual machine.
 */
public final class SafetensorsFile implements AutoCloseable {
    /** The format's own limit on the header. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    /** Values that are mapped at a time: 32 MiB of float32. */
    private static final long PIECE = 8 << 20;

    /** Bytes of a tensor that is read where it is: a mapping of its own costs more than such a copy. */
    private static final long SMALL = 1 << 19;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path path;
    private final Arena arena;
    private final MemorySegment data;
    private final long dataBegin;
    private final Map<String, TensorInfo> tensors;
    private final Map<String, String> metadata;

    private SafetensorsFile(
            Path path,
            Arena arena,
            MemorySegment data,
            long dataBegin,
            Map<String, TensorInfo> tensors,
            Map<String, String> metadata) {
        this.path = path;
        this.arena = arena;
        this.data = data;
        this.dataBegin = dataBegin;
        this.tensors = Collections.unmodifiableMap(tensors);
        this.metadata = Map.copyOf(metadata);
    }

    /** Maps and checks a file. */
    public static SafetensorsFile open(Path path) {
        // Shared, since tensors are read by whichever thread trains or generates.
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return read(path, arena, file);
        } catch (NoSuchFileException e) {
            arena.close();
            throw new SafetensorsException(path + " does not exist.", e);
        } catch (IOException e) {
            arena.close();
            throw new SafetensorsException(path + " cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static SafetensorsFile read(Path path, Arena arena, MemorySegment file) {
        if (file.byteSize() < 8) {
            throw damaged(path, "it is only " + file.byteSize() + " bytes long");
        }
        long headerBytes = file.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
        if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > file.byteSize() - 8) {
            throw damaged(path, "its header claims more bytes than the file holds");
        }
        byte[] header = file.asSlice(8, headerBytes).toArray(ValueLayout.JAVA_BYTE);
        MemorySegment data = file.asSlice(8 + headerBytes);
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : parse(path, header).properties()) {
            if (field.getKey().equals("__metadata__")) {
                field.getValue()
                        .properties()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().asString("")));
            } else {
                tensors.put(field.getKey(), tensor(path, field.getKey(), field.getValue(), data.byteSize()));
            }
        }
        refuseOverlaps(path, tensors);
        return new SafetensorsFile(path, arena, data, 8 + headerBytes, tensors, metadata);
    }

    private static JsonNode parse(Path path, byte[] header) {
        try {
            JsonNode root = JSON.readTree(new String(header, StandardCharsets.UTF_8));
            if (!root.isObject()) {
                throw damaged(path, "its header is not a JSON object");
            }
            return root;
        } catch (JacksonException e) {
            throw damaged(path, "its header is not JSON");
        }
    }

    private static TensorInfo tensor(Path path, String name, JsonNode node, long dataBytes) {
        DType dtype = DType.named(node.path("dtype").asString(""))
                .orElseThrow(() -> damaged(path, "tensor " + name + " has an unknown type"));
        List<Long> shape = new ArrayList<>();
        long bytes = dtype.bytes();
        for (JsonNode dimension : node.path("shape")) {
            if (!dimension.isIntegralNumber() || !dimension.canConvertToLong() || dimension.longValue() < 0) {
                throw damaged(path, "tensor " + name + " has an impossible shape");
            }
            shape.add(dimension.longValue());
            try {
                bytes = Math.multiplyExact(bytes, dimension.longValue());
            } catch (ArithmeticException e) {
                throw damaged(path, "tensor " + name + " has an impossible shape");
            }
        }
        JsonNode offsets = node.path("data_offsets");
        if (!offsets.path(0).canConvertToLong() || !offsets.path(1).canConvertToLong()) {
            throw damaged(path, "tensor " + name + " has no offsets");
        }
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        if (begin < 0 || end < begin || end > dataBytes) {
            throw damaged(path, "tensor " + name + " lies outside the file; the file is cut short or was altered");
        }
        if (end - begin != bytes) {
            throw damaged(path, "tensor " + name + " has " + (end - begin) + " bytes where its shape needs " + bytes);
        }
        return new TensorInfo(name, dtype, shape, begin, end);
    }

    private static void refuseOverlaps(Path path, Map<String, TensorInfo> tensors) {
        List<TensorInfo> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        long end = 0;
        for (TensorInfo tensor : ordered) {
            if (tensor.begin() < end) {
                throw damaged(path, "tensor " + tensor.name() + " overlaps another");
            }
            end = tensor.end();
        }
    }

    private static SafetensorsException damaged(Path path, String why) {
        return new SafetensorsException(path + " is damaged: " + why + ". Fetch the file again.");
    }

    public Path path() {
        return path;
    }

    /** The tensors by name, in the header's order. */
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    /** A tensor that must be there. */
    public TensorInfo tensor(String name) {
        TensorInfo tensor = tensors.get(name);
        if (tensor == null) {
            throw new SafetensorsException(path + " lacks the tensor " + name + ".");
        }
        return tensor;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    /** The mapped bytes of a tensor, little-endian; valid until this file is closed. */
    public MemorySegment bytes(TensorInfo tensor) {
        return data.asSlice(tensor.begin(), tensor.end() - tensor.begin());
    }

    /**
     * Writes a tensor's values as float32 (from F32, F16 or BF16) into memory of the right size, in the machine's byte
     * order. A large one is read a piece at a time, since what is mapped counts as this process's memory.
     */
    public void widen(TensorInfo tensor, MemorySegment floats) {
        refuseShorter(tensor);
        if (tensor.end() - tensor.begin() <= SMALL) {
            FloatValues.widen(bytes(tensor), tensor, floats);
        } else {
            widenInPieces(tensor, floats);
        }
    }

    private void refuseShorter(TensorInfo tensor) {
        try {
            if (Files.size(path) < dataBegin + tensor.end()) {
                throw damaged(path, "it has become shorter since it was opened");
            }
        } catch (IOException e) {
            throw new SafetensorsException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void widenInPieces(TensorInfo tensor, MemorySegment floats) {
        long width = tensor.dtype().bytes();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long from = 0; from < tensor.elements(); from += PIECE) {
                long count = Math.min(PIECE, tensor.elements() - from);
                try (Arena reading = Arena.ofShared()) {
                    long begin = dataBegin + tensor.begin() + from * width;
                    MemorySegment piece = channel.map(FileChannel.MapMode.READ_ONLY, begin, count * width, reading);
                    FloatValues.widen(piece, tensor, floats.asSlice(4 * from, 4 * count));
                }
            }
        } catch (IOException e) {
            throw new SafetensorsException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A tensor's values widened to float32 in a fresh direct buffer.
     *
     * @throws SafetensorsException if they need more than 2 GiB, which no buffer holds
     */
    public ByteBuffer floats(TensorInfo tensor) {
        if (tensor.elements() * 4 > Integer.MAX_VALUE) {
            throw new SafetensorsException("tensor " + tensor.name() + " is larger than 2 GiB in float32.");
        }
        ByteBuffer floats =
                ByteBuffer.allocateDirect((int) tensor.elements() * 4).order(ByteOrder.nativeOrder());
        widen(tensor, MemorySegment.ofBuffer(floats));
        return floats;
    }

    @Override
    public void close() {
        arena.close();
    }
}
