package cultivar.runtime.gguf;

import java.util.List;

/**
 * Where one tensor lies in a GGUF file.
 *
 * @param shape its dimensions, outermost first (a file lists them the other way round)
 * @param offset its first byte, counted from the beginning of the tensors' data
 */
public record GgufTensor(String name, GgmlType type, List<Long> shape, long offset) {
    public GgufTensor {
        shape = List.copyOf(shape);
    }

    /** Number of values. */
    public long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /** Size of the stored values. */
    public long bytes() {
        return type.bytes(elements());
    }
}
