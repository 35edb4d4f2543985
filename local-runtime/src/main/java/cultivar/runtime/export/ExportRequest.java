package cultivar.runtime.export;

import cultivar.runtime.gguf.GgmlType;
import cultivar.runtime.safetensors.DType;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One export.
 *
 * @param base the base's checkpoint folder
 * @param adapter the adapter's PEFT folder, or null for the base alone, which only {@link ExportFormat#GGUF} can be
 * @param type one of the format's {@link ExportFormat#types()}
 * @param output where it goes: for a merged checkpoint and a PEFT folder a folder that does not exist or is empty, else a new file
 * @param name what people know it by
 * @param shardBytes the most that one file of a merged checkpoint may hold
 * @param check whether the result is loaded and compared with base and adapter
 */
public record ExportRequest(
        Path base,
        @Nullable Path adapter,
        ExportFormat format,
        String type,
        Path output,
        String name,
        long shardBytes,
        boolean check) {
    /** 5 GB, what readers of the hub are used to. */
    public static final long SHARD_BYTES = 5_000_000_000L;

    public ExportRequest {
        if (!format.types().contains(type)) {
            throw new IllegalArgumentException("An export as " + format.id() + " cannot be stored as '" + type
                    + "'; choose among " + String.join(", ", format.types()) + ".");
        }
        if (adapter == null && format != ExportFormat.GGUF) {
            throw new IllegalArgumentException("An export as " + format.id() + " needs an adapter.");
        }
        if (shardBytes < 1) {
            throw new IllegalArgumentException("The size of a shard must be positive.");
        }
    }

    /** A request with the usual shards and the check. */
    public static ExportRequest of(
            Path base, @Nullable Path adapter, ExportFormat format, String type, Path output, String name) {
        return new ExportRequest(base, adapter, format, type, output, name, SHARD_BYTES, true);
    }

    /** The type of a merged checkpoint's floating tensors, or null for what the base stores. */
    @Nullable
    DType dtype() {
        return switch (type) {
            case "f32" -> DType.F32;
            case "f16" -> DType.F16;
            case "bf16" -> DType.BF16;
            default -> null;
        };
    }

    /** The type of the matrices in a GGUF file. */
    GgmlType ggmlType() {
        return GgmlType.valueOf(type.toUpperCase(Locale.ROOT));
    }
}
