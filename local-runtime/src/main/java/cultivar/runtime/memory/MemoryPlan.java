package cultivar.runtime.memory;

import java.util.List;

/**
 * What a training run will need of memory at its peak.
 *
 * @param parts in the order in which they are worth looking at
 */
public record MemoryPlan(List<Part> parts) {
    /** What memory is needed for. */
    public enum Use {
        WEIGHTS,
        /** The adapter, its gradients and the optimizer's two means. */
        ADAPTER,
        ACTIVATIONS,
        LOGITS,
        /** The virtual machine, the native library and its working space. */
        OVERHEAD
    }

    /** One use and its bytes. */
    public record Part(Use use, long bytes) {}

    public MemoryPlan {
        parts = List.copyOf(parts);
    }

    /** All parts together, in bytes. */
    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** All parts together, in MiB, rounded up. */
    public long mib() {
        return Math.ceilDiv(bytes(), 1L << 20);
    }

    /** The bytes of one use. */
    public long of(Use use) {
        return parts.stream()
                .filter(part -> part.use() == use)
                .mapToLong(Part::bytes)
                .sum();
    }
}
