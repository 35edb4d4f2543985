package cultivar.runtime.export;

import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.checkpoint.Checkpoint;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.gguf.GgmlType;
import cultivar.runtime.gguf.GgufFile;
import cultivar.runtime.gguf.GgufWriter;
import cultivar.runtime.llamacpp.AdapterGguf;
import cultivar.runtime.llamacpp.ModelFile;
import cultivar.runtime.lora.AdapterFile;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.TensorInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
     * Makes an export.
     *
     * @throws ExportException if it cannot be written there, or if the result differs from base and adapter
     * @throws cultivar.runtime.llamacpp.LlamaCppException if llama.cpp cannot run this model or read text as it does
     */
    public ExportReport export(ExportRequest request, ExportListener listener) {
        return switch (request.format()) {
            case MERGED -> merged(request, listener);
            case GGUF -> gguf(request, listener);
            case GGUF_ADAPTER -> ggufAdapter(request, listener);
            case PEFT -> peft(request, listener);
        };
    }

    private ExportReport merged(ExportRequest request, ExportListener listener) {
        try (Checkpoint checkpoint = Checkpoint.open(request.base());
                Addition addition = Addition.open(request.adapter(), checkpoint.spec());
                Staging staging = Staging.folder(request.output(), MergedFolder.CONFIG)) {
            MergedTensors tensors = new MergedTensors(checkpoint, addition.file());
            MergedFolder writer = new MergedFolder(tensors, request.dtype(), request.shardBytes());
            staging.requireSpace(writer.bytes());
            Reference reference = request.check() ? reference(checkpoint, tensors, addition, listener) : null;
            Progress progress = new Progress(listener, ExportListener.Stage.WRITING, writer.bytes());
            staging.write(folder -> writer.write(request.base(), folder, progress));
            DType narrowest = narrowest(tensors.tensors(), request.dtype());
            Difference difference = null;
            if (reference != null) {
                try (LanguageModel merged = engine.open(staging.path())) {
                    difference = reference.differenceOf(merged, null);
                }
                tolerance(narrowest).require(difference, name(narrowest));
            }
            staging.publish();
            return new ExportReport(request.output(), name(narrowest), writer.bytes(), difference, List.of());
        }
    }

    private ExportReport gguf(ExportRequest request, ExportListener listener) {
        GgmlType type = request.ggmlType();
        try (Checkpoint checkpoint = Checkpoint.open(request.base());
                Addition addition = Addition.open(request.adapter(), checkpoint.spec());
                Staging staging = Staging.file(request.output())) {
            MergedTensors tensors = new MergedTensors(checkpoint, addition.file());
            ModelFile model = new ModelFile(checkpoint);
            GgufWriter writer = new GgufWriter();
            model.write(writer, request.name(), type, weight -> tensors.rows(checkpoint.stored(weight)));
            staging.requireSpace(writer.bytes());
            Reference reference = request.check() ? reference(checkpoint, tensors, addition, listener) : null;
            write(staging, writer, listener);
            Difference difference = null;
            if (reference != null) {
                try (GgufFile file = GgufFile.open(staging.path());
                        LanguageModel read = engine.open(checkpoint, model.weights(file), BaseType.FLOAT32)) {
                    difference = reference.differenceOf(read, null);
                }
                tolerance(type).require(difference, type.name());
            }
            staging.publish();
            return new ExportReport(request.output(), type.name(), writer.bytes(), difference, model.warnings());
        }
    }

    private ExportReport ggufAdapter(ExportRequest request, ExportListener listener) {
        GgmlType type = request.ggmlType();
        Path adapter = Objects.requireNonNull(request.adapter());
        try (Checkpoint checkpoint = Checkpoint.open(request.base());
                AdapterFile origin = AdapterFile.open(adapter, checkpoint.spec());
                Staging staging = Staging.file(request.output())) {
            AdapterGguf form = new AdapterGguf(checkpoint);
            GgufWriter writer = new GgufWriter();
            form.write(writer, request.name(), type, origin);
            staging.requireSpace(writer.bytes());
            write(staging, writer, listener);
            Difference difference = null;
            if (request.check()) {
                try (LanguageModel model = engine.open(request.base());
                        LoraAdapter expected = model.loadAdapter(adapter);
                        GgufFile file = GgufFile.open(staging.path());
                        LoraAdapter found = form.read(engine.torch(), file, origin)) {
                    difference = new Reference(model, expected, listener).differenceOf(model, found);
                }
                tolerance(type).require(difference, type.name());
            }
            staging.publish();
            return new ExportReport(request.output(), type.name(), writer.bytes(), difference, form.warnings());
        }
    }

    private ExportReport peft(ExportRequest request, ExportListener listener) {
        Path adapter = Objects.requireNonNull(request.adapter());
        try (Checkpoint checkpoint = Checkpoint.open(request.base());
                AdapterFile origin = AdapterFile.open(adapter, checkpoint.spec());
                Staging staging = Staging.folder(request.output(), PeftFolder.CONFIG)) {
            List<Path> files = PeftFolder.files(adapter);
            long bytes =
                    files.stream().mapToLong(file -> file.toFile().length()).sum();
            staging.requireSpace(bytes);
            Progress progress = new Progress(listener, ExportListener.Stage.WRITING, bytes);
            staging.write(folder -> {
                for (Path file : files) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                    progress.add(Files.size(file));
                }
            });
            Difference difference = null;
            if (request.check()) {
                try (LanguageModel model = engine.open(request.base());
                        LoraAdapter expected = model.loadAdapter(adapter);
                        LoraAdapter found = model.loadAdapter(staging.path())) {
                    difference = new Reference(model, expected, listener).differenceOf(model, found);
                }
                Tolerance.FLOAT32.require(difference, "PEFT");
            }
            staging.publish();
            return new ExportReport(
                    request.output(), name(narrowest(origin.tensors(), null)), bytes, difference, List.of());
        }
    }

    private static void write(Staging staging, GgufWriter writer, ExportListener listener) {
        Progress progress = new Progress(listener, ExportListener.Stage.WRITING, writer.bytes());
        staging.write(path -> writer.write(path, progress::add));
    }

    /** An adapter that is to be added, or none. */
    private record Addition(@Nullable Path folder, @Nullable AdapterFile file) implements AutoCloseable {
        static Addition open(@Nullable Path folder, DecoderSpec spec) {
            return new Addition(folder, folder == null ? null : AdapterFile.open(folder, spec));
        }

        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }

    /** Scores the sample texts with base and adapter, as the engine runs them. */
    private Reference reference(
            Checkpoint checkpoint, MergedTensors merged, Addition addition, ExportListener listener) {
        if (addition.file() != null && addition.file().config().dora()) {
            // Merged in memory and unrounded, so that the check does not rest on how the engine runs DoRA.
            try (LanguageModel model = engine.open(checkpoint, merged, BaseType.FLOAT32)) {
                return new Reference(model, null, listener);
            }
        }
        try (LanguageModel model = engine.open(checkpoint.folder())) {
            if (addition.folder() == null) {
                return new Reference(model, null, listener);
            }
            try (LoraAdapter adapter = model.loadAdapter(addition.folder())) {
                return new Reference(model, adapter, listener);
            }
        }
    }

    private static Tolerance tolerance(GgmlType type) {
        return switch (type) {
            case F32 -> Tolerance.FLOAT32;
            case F16 -> Tolerance.FLOAT16;
            case BF16 -> Tolerance.BFLOAT16;
            case Q8_0 -> Tolerance.EIGHT_BITS;
            case Q4_0 -> Tolerance.FOUR_BITS;
        };
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
