package cultivar.runtime.export;

import cultivar.runtime.safetensors.DType;
import org.jspecify.annotations.Nullable;

/**
 * How a merged checkpoint is written.
 *
 * @param dtype F32, F16 or BF16, or null for what the base stores
 * @param shardBytes the most that one file of weights may hold
 * @param check whether the result is loaded and compared with base and adapter
 */
public record MergeSettings(@Nullable DType dtype, long shardBytes, boolean check) {
    /** 5 GB, what readers of the hub are used to. */
    public static final long SHARD_BYTES = 5_000_000_000L;

    public MergeSettings {
        if (dtype != null && !dtype.isFloating()) {
            throw new IllegalArgumentException("a checkpoint cannot be stored as " + dtype);
        }
        if (shardBytes < 1) {
            throw new IllegalArgumentException("The size of a shard must be positive.");
        }
    }
}
