package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.export.Difference;
import cultivar.runtime.export.ExportException;
import cultivar.runtime.export.ExportFormat;
import cultivar.runtime.export.ExportListener;
import cultivar.runtime.export.ExportReport;
import cultivar.runtime.export.ExportRequest;
import cultivar.runtime.export.Exporter;
import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsException;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.train.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base and an adapter become one checkpoint. */
class MergedExportTest {
    private static final Example ROW = new Example(new int[] {5, 70, 300, 12, 9, 801, 44, 3}, 1);
    private static final ExportListener SILENT = (stage, done, total) -> {};

    @TempDir
    Path temporary;

    private final Exporter exporter = new Exporter(EngineUnderTest.engine());
    private Path base = Path.of("unset");
    private Path adapter = Path.of("unset");
    private final PeftAdapters lora = new PeftAdapters()
            .with(0, "q_proj", 2, 2)
            .with(0, "down_proj", 6, 4.0 / 6)
            .with(1, "up_proj", 2, 2);

    @BeforeEach
    void write() throws IOException {
        base = TinyModel.write(temporary.resolve("base"));
        Files.writeString(base.resolve("LICENSE"), "Do as you like.");
        Files.writeString(base.resolve("README.md"), "About the base alone.");
        adapter = lora.write(temporary.resolve("adapter"), """
            "r": 2, "lora_alpha": 4, "rank_pattern": {"down_proj": 6}, "target_modules":
            ["model.layers.0.self_attn.q_proj", "model.layers.0.mlp.down_proj", "model.layers.1.mlp.up_proj"]\
            """);
    }

    @Test
    void equalsTheSumOfBaseAndAdapter() throws IOException {
        Path out = temporary.resolve("merged");
        ExportReport report = export(out, "base");
        assertThat(Objects.requireNonNull(report.difference()).largest()).isLessThan(1e-4);
        assertThat(report.difference().tokens()).isGreaterThan(300);
        assertThat(report.type()).isEqualTo("float32");
        assertThat(report.bytes()).isLessThan(Files.size(out.resolve("model.safetensors")));
        Path byHand = lora.writeMerged(base, temporary.resolve("by-hand"));
        assertSameValues(out, byHand, 1e-7f);
        try (LanguageModel merged = EngineUnderTest.engine().open(out);
                LanguageModel plain = EngineUnderTest.engine().open(base);
                LoraAdapter loaded = plain.loadAdapter(adapter)) {
            assertThat(merged.score(ROW, null).logprobs())
                    .containsExactly(plain.score(ROW, loaded).logprobs(), within(2e-5));
        }
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder(
                        "LICENSE",
                        "chat_template.jinja",
                        "config.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "tokenizer_config.json");
        assertThat(out.resolve("config.json")).hasSameBinaryContentAs(base.resolve("config.json"));
        assertNothingLeftBeside(out);
    }

    @Test
    void splitsIntoShardsWithAnIndex() throws IOException {
        Path out = temporary.resolve("merged");
        exporter.export(
                new ExportRequest(base, adapter, ExportFormat.MERGED, "base", out, "tiny", 20_000, true), SILENT);
        try (var files = Files.list(out)) {
            List<Path> shards = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
            assertThat(shards).hasSizeGreaterThan(2);
            assertThat(shards.getFirst().getFileName())
                    .hasToString("model-00001-of-0000" + shards.size() + ".safetensors");
            // The embedding alone is larger than the limit; no other file may be.
            assertThat(shards.subList(1, shards.size()))
                    .allSatisfy(shard -> assertThat(Files.size(shard)).isLessThan(22_000));
        }
        assertThat(out.resolve("model.safetensors.index.json"))
                .content()
                .contains("\"total_size\"", "model.norm.weight");
        Path whole = temporary.resolve("whole");
        export(whole, "base");
        try (LanguageModel merged = EngineUnderTest.engine().open(out);
                LanguageModel other = EngineUnderTest.engine().open(whole)) {
            assertThat(merged.score(ROW, null).logprobs())
                    .containsExactly(other.score(ROW, null).logprobs());
        }
    }

    @Test
    void storesAnotherType() throws IOException {
        for (DType type : List.of(DType.BF16, DType.F16)) {
            Path out = temporary.resolve(type.name());
            ExportReport report = export(out, type.name().toLowerCase(Locale.ROOT));
            Difference difference = Objects.requireNonNull(report.difference());
            assertThat(difference.mean()).isBetween(1e-6, 0.05);
            assertThat(out.resolve("config.json"))
                    .content()
                    .contains(type == DType.BF16 ? "\"torch_dtype\" : \"bfloat16\"" : "\"torch_dtype\" : \"float16\"");
            assertSameValues(
                    out, lora.writeMerged(base, temporary.resolve("by-hand")), type == DType.BF16 ? 4e-3f : 5e-4f);
        }
    }

    @Test
    void mergesDora() throws IOException {
        PeftAdapters dora = new PeftAdapters().with(0, "o_proj", 3, 2, true).with(1, "gate_proj", 3, 2, true);
        Path folder = dora.write(temporary.resolve("dora"), """
            "r": 3, "lora_alpha": 6, "use_dora": true,
            "target_modules": ["model.layers.0.self_attn.o_proj", "model.layers.1.mlp.gate_proj"]\
            """);
        Path out = temporary.resolve("merged");
        exporter.export(request(folder, out, "base"), SILENT);
        assertSameValues(out, dora.writeMerged(base, temporary.resolve("by-hand")), 1e-7f);
    }

    @Test
    void copiesThePeftFolderAlone() throws IOException {
        Files.writeString(adapter.resolve("notes.txt"), "Mine.");
        Path out = temporary.resolve("copy");
        ExportReport report =
                exporter.export(ExportRequest.of(base, adapter, ExportFormat.PEFT, "adapter", out, "tiny"), SILENT);
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors");
        for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
            assertThat(out.resolve(name)).hasSameBinaryContentAs(adapter.resolve(name));
        }
        Difference difference = Objects.requireNonNull(report.difference());
        assertThat(difference.largest()).isZero();
        assertThat(difference.tokens()).isGreaterThan(300);
        assertThat(report.type()).isEqualTo("float32");
        assertNothingLeftBeside(out);
    }

    @Test
    void refusesWhatCannotBeAndLeavesNothingBehind() throws IOException {
        String half = "f16";
        Path taken = Files.createDirectories(temporary.resolve("taken"));
        Files.writeString(taken.resolve("mine.txt"), "keep");
        assertThatExceptionOfType(ExportException.class)
                .isThrownBy(() -> export(taken, half))
                .withMessageContaining("exists already");
        assertThat(taken.toFile().list()).containsExactly("mine.txt");

        Path out = temporary.resolve("out");
        Path huge = new PeftAdapters().with(0, "q_proj", 2, 2).write(temporary.resolve("huge"), """
            "r": 2, "lora_alpha": 1e9, "target_modules": ["model.layers.0.self_attn.q_proj"]\
            """);
        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> exporter.export(request(huge, out, half), SILENT))
                .withMessageContaining("too large for float16");
        assertThat(out).doesNotExist();
        assertNothingLeftBeside(out);

        Path other = new PeftAdapters()
                .with(0, "q_proj", 2, 2)
                .write(temporary.resolve("other"), "\"r\": 3, \"lora_alpha\": 4, \"target_modules\": [\"q_proj\"]");
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> exporter.export(request(other, out, half), SILENT));
        assertNothingLeftBeside(out);
    }

    @Test
    void stopsWhenAsked() throws IOException {
        Path out = temporary.resolve("out");
        List<ExportListener.Stage> stages = new ArrayList<>();
        ExportListener stopper = new ExportListener() {
            @Override
            public void onProgress(Stage stage, long done, long total) {
                stages.add(stage);
                assertThat(done).isBetween(0L, total);
            }

            @Override
            public boolean stopRequested() {
                return stages.contains(Stage.WRITING);
            }
        };
        assertThatExceptionOfType(ExportException.class)
                .isThrownBy(() -> exporter.export(request(adapter, out, "base"), stopper))
                .withMessageContaining("stopped");
        assertThat(stages).startsWith(ExportListener.Stage.CHECKING);
        assertThat(out).doesNotExist();
        assertNothingLeftBeside(out);
    }

    private ExportReport export(Path out, String type) {
        return exporter.export(request(adapter, out, type), SILENT);
    }

    private ExportRequest request(Path lora, Path out, String type) {
        return ExportRequest.of(base, lora, ExportFormat.MERGED, type, out, "tiny");
    }

    private static void assertSameValues(Path one, Path other, float tolerance) throws IOException {
        try (SafetensorsFile first = SafetensorsFile.open(TinyModel.weights(one));
                SafetensorsFile second = SafetensorsFile.open(TinyModel.weights(other))) {
            assertThat(first.tensors().keySet()).isEqualTo(second.tensors().keySet());
            for (String name : first.tensors().keySet()) {
                float[] a = values(first, name);
                float[] b = values(second, name);
                for (int i = 0; i < a.length; i++) {
                    assertThat(a[i]).as(name).isCloseTo(b[i], within(tolerance * Math.max(1, Math.abs(b[i]))));
                }
            }
        }
    }

    private static float[] values(SafetensorsFile file, String name) {
        float[] values = new float[(int) file.tensor(name).elements()];
        file.floats(file.tensor(name)).asFloatBuffer().get(values);
        return values;
    }

    private static void assertNothingLeftBeside(Path out) throws IOException {
        try (var files = Files.list(Objects.requireNonNull(out.getParent()))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
    }
}
