package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cultivar.runtime.checkpoint.CheckpointException;
import cultivar.runtime.export.Difference;
import cultivar.runtime.export.ExportException;
import cultivar.runtime.export.ExportFormat;
import cultivar.runtime.export.ExportListener;
import cultivar.runtime.export.ExportReport;
import cultivar.runtime.export.ExportRequest;
import cultivar.runtime.export.Exporter;
import cultivar.runtime.gguf.GgmlType;
import cultivar.runtime.gguf.GgufFile;
import cultivar.runtime.gguf.GgufTensor;
import cultivar.runtime.llamacpp.LlamaCppException;
import cultivar.runtime.safetensors.Rows;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Models and adapters for llama.cpp: what is written gives the log-probabilities of base and adapter when read back. */
class GgufExportTest {
    private static final ExportListener SILENT = (stage, done, total) -> {};

    @TempDir
    Path temporary;

    private final Exporter exporter = new Exporter(EngineUnderTest.engine());
    private Path base = Path.of("unset");
    private Path adapter = Path.of("unset");

    @BeforeEach
    void write() throws IOException {
        base = TinyModel.write(temporary.resolve("base"));
        adapter = new PeftAdapters()
                .with(0, "q_proj", 2, 4 / Math.sqrt(2))
                .with(0, "k_proj", 6, 4 / Math.sqrt(6))
                .with(1, "down_proj", 2, 7 / Math.sqrt(2))
                .write(temporary.resolve("adapter"), """
                    "r": 2, "lora_alpha": 4, "use_rslora": true, "rank_pattern": {"k_proj": 6},
                    "alpha_pattern": {"down_proj": 7}, "target_modules": ["model.layers.0.self_attn.q_proj",
                    "model.layers.0.self_attn.k_proj", "model.layers.1.mlp.down_proj"]\
                    """);
    }

    @ParameterizedTest
    @EnumSource
    void mergedModelReadsBack(GgmlType type) throws IOException {
        Path out = temporary.resolve("model.gguf");
        ExportReport report = exporter.export(gguf(adapter, out, type, true), SILENT);
        Difference difference = Objects.requireNonNull(report.difference());
        double mean = switch (type) {
            case F32 -> 1e-5;
            case F16 -> 2e-3;
            case BF16 -> 2e-2;
            case Q8_0 -> 5e-2;
            case Q4_0 -> 0.6;
        };
        assertThat(difference.mean()).isLessThan(mean);
        assertThat(report.bytes()).isEqualTo(Files.size(out));
        try (GgufFile file = GgufFile.open(out)) {
            assertThat(file.text("general.architecture")).contains("llama");
            assertThat(file.text("general.name")).contains("Tiny");
            assertThat(file.number("llama.block_count")).contains(2L);
            assertThat(file.number("llama.attention.head_count_kv")).contains(2L);
            assertThat(file.real("llama.rope.freq_base")).contains(10000.0);
            assertThat(file.list("tokenizer.ggml.tokens")).hasSize(1024);
            assertThat(file.text("tokenizer.chat_template")).isPresent();
            assertThat(file.number("tokenizer.ggml.eos_token_id")).contains(2L);
            assertThat(file.tensor("blk.1.ffn_gate.weight").type()).isEqualTo(type);
            assertThat(file.tensor("blk.1.attn_norm.weight").type()).isEqualTo(GgmlType.F32);
            // Rows of 48 values are no whole blocks.
            assertThat(file.tensor("blk.1.ffn_down.weight").type()).isEqualTo(type.holds(48) ? type : GgmlType.F16);
            assertThat(file.tensors()).doesNotContainKey("output.weight").hasSize(20);
        }
    }

    /** Checkpoints keep the halves of a head apart; llama.cpp has the values that turn together side by side. */
    @Test
    void rowsOfQueriesAndKeysChangePlace() throws IOException {
        Path out = temporary.resolve("model.gguf");
        exporter.export(gguf(null, out, GgmlType.F32, false), SILENT);
        try (GgufFile file = GgufFile.open(out);
                SafetensorsFile origin = SafetensorsFile.open(TinyModel.weights(base))) {
            int[] order = {0, 4, 1, 5, 2, 6, 3, 7};
            Rows written = file.rows(file.tensor("blk.0.attn_k.weight"));
            float[] row = new float[32];
            float[] values = new float[16 * 32];
            origin.floats(origin.tensor("model.layers.0.self_attn.k_proj.weight"))
                    .asFloatBuffer()
                    .get(values);
            for (int i = 0; i < 16; i++) {
                written.read(i, row);
                int source = i / 8 * 8 + order[i % 8];
                for (int j = 0; j < 32; j++) {
                    assertThat(row[j]).isEqualTo(values[source * 32 + j]);
                }
            }
        }
    }

    @Test
    void adapterReadsBackWithItsScales() {
        Path out = temporary.resolve("adapter.gguf");
        ExportReport report =
                exporter.export(ExportRequest.of(base, adapter, ExportFormat.GGUF_ADAPTER, "f32", out, "Mine"), SILENT);
        assertThat(Objects.requireNonNull(report.difference()).largest()).isLessThan(1e-5);
        try (GgufFile file = GgufFile.open(out)) {
            assertThat(file.text("general.type")).contains("adapter");
            assertThat(file.text("adapter.type")).contains("lora");
            assertThat(file.real("adapter.lora.alpha")).contains(4.0);
            assertThat(file.tensors().values().stream().map(GgufTensor::name))
                    .containsExactly(
                            "blk.0.attn_q.weight.lora_a",
                            "blk.0.attn_q.weight.lora_b",
                            "blk.0.attn_k.weight.lora_a",
                            "blk.0.attn_k.weight.lora_b",
                            "blk.1.ffn_down.weight.lora_a",
                            "blk.1.ffn_down.weight.lora_b");
            assertThat(file.tensor("blk.0.attn_k.weight.lora_b").shape()).isEqualTo(List.of(16L, 6L));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyReferenceModelReadsBack() throws IOException {
        Path models = Path.of(System.getProperty("cultivar.golden", "../shared/golden"), "models");
        Assumptions.assumeTrue(Files.isDirectory(models), "no reference values at " + models);
        List<Path> folders;
        try (Stream<Path> listed = Files.list(models)) {
            folders = listed.filter(folder -> Files.exists(folder.resolve("adapter-final")))
                    .sorted()
                    .toList();
        }
        return folders.stream()
                .map(folder -> dynamicTest(folder.getFileName().toString(), () -> {
                    String name = folder.getFileName().toString();
                    Path lora = folder.resolve("adapter-final");
                    try {
                        for (ExportFormat format : List.of(ExportFormat.GGUF, ExportFormat.GGUF_ADAPTER)) {
                            Path out = temporary.resolve(format.fileName(name, "f32"));
                            ExportReport report =
                                    exporter.export(ExportRequest.of(folder, lora, format, "f32", out, name), SILENT);
                            assertThat(Objects.requireNonNull(report.difference())
                                            .largest())
                                    .isLessThan(1e-4);
                        }
                    } catch (LlamaCppException | CheckpointException e) {
                        Assumptions.abort(String.valueOf(e.getMessage()));
                    }
                }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tokenizer.json | \"type\": \"ByteLevel\" | \"type\": \"Whitespace\" | no name for the way",
                "tokenizer.json | \"type\": \"BPE\" | \"type\": \"WordPiece\" | kind WordPiece",
                "tokenizer.json | \"normalizer\": null | \"normalizer\": {\"type\": \"Lowercase\"} | changes text by"
                        + " Lowercase",
            })
    void refusesATokenizerThatLlamaCppWouldReadOtherwise(String file, String what, String instead, String saying)
            throws IOException {
        Path changed = base.resolve(file);
        String text = Files.readString(changed).replaceAll("\"\\s*:\\s*", "\": ");
        assertThat(text).contains(what);
        Files.writeString(changed, text.replace(what, instead));
        Path out = temporary.resolve("model.gguf");
        assertThatExceptionOfType(LlamaCppException.class)
                .isThrownBy(() -> exporter.export(gguf(null, out, GgmlType.F16, false), SILENT))
                .withMessageContaining(saying)
                .withMessageContaining("Export a merged checkpoint");
        assertThat(out).doesNotExist();
    }

    @Test
    void refusesWhatLlamaCppCannotDo() throws IOException {
        Path dora = new PeftAdapters().with(0, "q_proj", 2, 2, true).write(temporary.resolve("dora"), """
            "r": 2, "lora_alpha": 4, "use_dora": true,
            "target_modules": ["model.layers.0.self_attn.q_proj"]\
            """);
        Path out = temporary.resolve("out.gguf");
        assertThatExceptionOfType(LlamaCppException.class)
                .isThrownBy(() -> exporter.export(
                        ExportRequest.of(base, dora, ExportFormat.GGUF_ADAPTER, "f32", out, "x"), SILENT))
                .withMessageContaining("DoRA");
        exporter.export(gguf(dora, out, GgmlType.F32, true), SILENT);
        assertThatExceptionOfType(ExportException.class)
                .isThrownBy(() -> exporter.export(gguf(null, out, GgmlType.F32, true), SILENT))
                .withMessageContaining("exists already");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ExportRequest.of(base, adapter, ExportFormat.GGUF_ADAPTER, "q8_0", out, "x"))
                .withMessageContaining("choose among f32, f16, bf16");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ExportRequest.of(base, null, ExportFormat.MERGED, "f32", out, "x"))
                .withMessageContaining("needs an adapter");
    }

    private ExportRequest gguf(@Nullable Path lora, Path out, GgmlType type, boolean check) {
        String id = type.name().toLowerCase(Locale.ROOT);
        return new ExportRequest(base, lora, ExportFormat.GGUF, id, out, "Tiny", ExportRequest.SHARD_BYTES, check);
    }
}
