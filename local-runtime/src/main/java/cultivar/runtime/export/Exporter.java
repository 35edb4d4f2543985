package cultivar.runtime.export;

import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.checkpoint.Checkpoint;
import cultivar.runtime.lora.AdapterFile;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.TensorInfo;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exports an adapter with its base. What is written is loaded again and must give the log-probabilities of base and
 * adapter, before it is moved into its place. Every call blocks until it is done.
 */
public final class Exporter {
    private final Engine engine;

    public Exporter(Engine engine) {
        this.engine = engine;
    }

    /**
     * Adds an adapter to its base and writes the result as a checkpoint in the hub's layout.
     *
     * @param output a folder that does not exist yet or is empty
     * @throws ExportException if it cannot be written there, or if the result differs from base and adapter
     */
    public ExportReport merged(Path base, Path adapter, Path output, MergeSettings settings, ExportListener listener) {
        try (Checkpoint checkpoint = Checkpoint.open(base);
                AdapterFile file = AdapterFile.open(adapter, checkpoint.spec());
                Staging staging = Staging.folder(output)) {
            MergedTensors tensors = new MergedTensors(checkpoint, file);
            MergedFolder writer = new MergedFolder(tensors, settings.dtype(), settings.shardBytes());
            staging.requireSpace(writer.bytes());
            Reference reference = settings.check() ? reference(checkpoint, tensors, file, adapter, listener) : null;
            Progress progress = new Progress(listener, ExportListener.Stage.WRITING, writer.bytes());
            staging.write(folder -> writer.write(base, folder, progress));
            DType narrowest = narrowest(tensors.tensors(), settings.dtype());
            Difference difference = null;
            if (reference != null) {
                try (LanguageModel merged = engine.open(staging.path())) {
                    difference = reference.differenceOf(merged, null);
                }
                tolerance(narrowest).require(difference, name(narrowest));
            }
            staging.publish();
            return new ExportReport(output, name(narrowest), writer.bytes(), difference, List.of());
        }
    }

    /** Scores the sample texts with base and adapter, as the engine runs them. */
    private Reference reference(
            Checkpoint checkpoint,
            MergedTensors merged,
            AdapterFile file,
            Path adapterFolder,
            ExportListener listener) {
        if (file.config().dora()) {
            // The engine has no DoRA of its own, so the merged weights stand in, unrounded and from memory.
            try (LanguageModel model = engine.open(checkpoint, merged)) {
                return new Reference(model, null, listener);
            }
        }
        try (LanguageModel model = engine.open(checkpoint.folder());
                LoraAdapter adapter = model.loadAdapter(adapterFolder)) {
            return new Reference(model, adapter, listener);
        }
    }

    private static DType narrowest(List<TensorInfo> tensors, @Nullable DType chosen) {
        if (chosen != null) {
            return chosen;
        }
        List<DType> stored = tensors.stream().map(TensorInfo::dtype).distinct().toList();
        return stored.contains(DType.BF16) ? DType.BF16 : stored.contains(DType.F16) ? DType.F16 : DType.F32;
    }

    private static Tolerance tolerance(DType dtype) {
        return switch (dtype) {
            case BF16 -> Tolerance.BFLOAT16;
            case F16 -> Tolerance.FLOAT16;
            default -> Tolerance.FLOAT32;
        };
    }

    private static String name(DType dtype) {
        return switch (dtype) {
            case BF16 -> "bfloat16";
            case F16 -> "float16";
            default -> "float32";
        };
    }
}
