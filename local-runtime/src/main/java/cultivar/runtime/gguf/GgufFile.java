package cultivar.runtime.gguf;

import cultivar.runtime.safetensors.Rows;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GGUF file mapped into memory. Its header is checked against the size of the file before anything is made from it, so
 * that a damaged or hostile file ends in a {@link GgufException} and never in a fault or a huge allocation.
 */
public final class GgufFile implements AutoCloseable {
    private final Path path;
    private final Arena arena;
    private final MemorySegment data;
    private final Map<String, Object> metadata;
    private final Map<String, GgufTensor> tensors;

    GgufFile(
            Path path, Arena arena, MemorySegment data, Map<String, Object> metadata, Map<String, GgufTensor> tensors) {
        this.path = path;
        this.arena = arena;
        this.data = data;
        this.metadata = Collections.unmodifiableMap(metadata);
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /** Maps and checks a file. */
    public static GgufFile open(Path path) {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new GgufReader(path, file).read(arena);
        } catch (NoSuchFileException e) {
            arena.close();
            throw new GgufException(path + " does not exist.", e);
        } catch (IOException e) {
            arena.close();
            throw new GgufException(path + " cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /** The tensors by name, in the file's order. */
    public Map<String, GgufTensor> tensors() {
        return tensors;
    }

    /** A tensor that must be there. */
    public GgufTensor tensor(String name) {
        GgufTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new GgufException(path + " lacks the tensor " + name + ".");
        }
        return tensor;
    }

    /** Whether there is metadata under a key. */
    public boolean has(String key) {
        return metadata.containsKey(key);
    }

    /** A text; empty if there is none under the key. */
    public Optional<String> text(String key) {
        return get(key, String.class);
    }

    /** A whole number of any size; empty if there is none under the key. */
    public Optional<Long> number(String key) {
        return get(key, Long.class);
    }

    /** A number with a fraction; empty if there is none under the key. */
    public Optional<Double> real(String key) {
        return get(key, Double.class);
    }

    /** A yes or no; empty if there is none under the key. */
    public Optional<Boolean> flag(String key) {
        return get(key, Boolean.class);
    }

    /** A list, whose members are texts, {@code Long}, {@code Double} or {@code Boolean}; empty if there is none. */
    public List<?> list(String key) {
        return get(key, List.class).orElse(List.of());
    }

    private <T> Optional<T> get(String key, Class<T> type) {
        Object value = metadata.get(key);
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }

    /** A tensor's values, turned back into float32 as they are read; valid until this file is closed. */
    public Rows rows(GgufTensor tensor) {
        return new StoredRows(tensor, data);
    }

    private static final class StoredRows implements Rows {
        private final GgufTensor tensor;
        private final MemorySegment data;
        private final int columns;

        StoredRows(GgufTensor tensor, MemorySegment data) {
            this.tensor = tensor;
            this.data = data;
            this.columns = Math.toIntExact(tensor.shape().getLast());
        }

        @Override
        public long rows() {
            return columns == 0 ? 0 : tensor.elements() / columns;
        }

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public void read(long row, float[] into) {
            long at = tensor.offset() + row * tensor.type().bytes(columns);
            RowCodec.decode(tensor.type(), data, at, columns, into);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
