package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.lora.AdapterFile;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraModule;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.train.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters of other programs: every way in which PEFT says which modules carry LoRA, and how strongly. */
class PeftFolderTest {
    private static final int[] IDS = {5, 70, 300, 12, 9, 801, 44, 3};

    @TempDir
    Path temporary;

    private Path base = Path.of("unset");
    private LanguageModel model;

    @SuppressWarnings("NullAway.Init")
    PeftFolderTest() {}

    @BeforeEach
    void open() {
        base = TinyModel.write(temporary.resolve("model"));
        model = EngineUnderTest.engine().open(base);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void patternsGiveModulesTheirOwnRankAndAlpha() throws IOException {
        equalsTheMergedModel(
                new PeftAdapters()
                        .with(0, "q_proj", 2, 4.0 / 2)
                        .with(0, "down_proj", 6, 4.0 / 6)
                        .with(1, "q_proj", 3, 9.0 / 3)
                        .with(1, "down_proj", 6, 4.0 / 6),
                """
                "r": 2, "lora_alpha": 4, "target_modules": ["q_proj", "down_proj"],
                "rank_pattern": {"down_proj": 6, "^layers.1.self_attn.q_proj": 5, "layers\\\\.1\\\\.self_attn.q_.*": 3},
                "alpha_pattern": {"model.layers.1.self_attn.q_proj": 9}\
                """);
    }

    @Test
    void rankStabilisedScaleDividesByTheRoot() throws IOException {
        equalsTheMergedModel(
                new PeftAdapters().with(0, "v_proj", 4, 8 / Math.sqrt(4)).with(1, "v_proj", 9, 8 / Math.sqrt(9)), """
                "r": 4, "lora_alpha": 8, "use_rslora": true, "target_modules": ["v_proj"],
                "rank_pattern": {"1.self_attn.v_proj": 9}\
                """);
    }

    @Test
    void expressionsExclusionsAndLayersChooseModules() throws IOException {
        equalsTheMergedModel(new PeftAdapters().with(1, "k_proj", 2, 1).with(1, "up_proj", 2, 1), """
            "r": 2, "lora_alpha": 2, "target_modules": ".*\\\\.1\\\\.(self_attn\\\\.(k|v)|mlp\\\\.up)_proj",
            "exclude_modules": ["self_attn.v_proj"]\
            """);
        equalsTheMergedModel(new PeftAdapters().with(0, "o_proj", 2, 1), """
            "r": 2, "lora_alpha": 2, "target_modules": ["o_proj"], "layers_to_transform": 0\
            """);
        equalsTheMergedModel(new PeftAdapters().with(1, "o_proj", 2, 1).with(0, "gate_proj", 2, 1), """
            "r": 2, "lora_alpha": 2, "target_modules": ["o_proj", "model.layers.0.mlp.gate_proj"],
            "layers_to_transform": [1, 7], "layers_pattern": "layers\"\
            """);
        PeftAdapters all = new PeftAdapters();
        for (int layer = 0; layer < 2; layer++) {
            for (String module : model.spec().modules()) {
                all.with(layer, module, 2, 1);
            }
        }
        equalsTheMergedModel(all, "\"r\": 2, \"lora_alpha\": 2, \"target_modules\": \"all-linear\"");
    }

    private void equalsTheMergedModel(PeftAdapters adapters, String config) throws IOException {
        Path folder = adapters.write(temporary.resolve("adapter"), config);
        Path merged = adapters.writeMerged(base, temporary.resolve("merged"));
        Example row = new Example(IDS, 1);
        try (LoraAdapter adapter = model.loadAdapter(folder);
                LanguageModel reference = EngineUnderTest.engine().open(merged)) {
            double[] expected = reference.score(row, null).logprobs();
            assertThat(model.score(row, adapter).logprobs()).containsExactly(expected, within(2e-5));
            assertThat(model.score(row, null).logprobs()[3]).isNotCloseTo(expected[3], within(1e-3));
            Path again = temporary.resolve("again");
            PeftFolder.write(adapter, "tiny", again);
            try (LoraAdapter copy = model.loadAdapter(again)) {
                assertThat(copy.modules()).isEqualTo(adapter.modules());
                assertThat(model.score(row, copy).logprobs())
                        .containsExactly(model.score(row, adapter).logprobs());
            }
        }
    }

    @Test
    void readsDora() throws IOException {
        Path folder = new PeftAdapters().with(0, "q_proj", 2, 1, true).write(temporary.resolve("adapter"), """
            "r": 2, "lora_alpha": 2, "use_dora": true,
            "target_modules": ["model.layers.0.self_attn.q_proj"]\
            """);
        try (AdapterFile file = AdapterFile.open(folder, model.spec())) {
            assertThat(file.config().dora()).isTrue();
            assertThat(file.modules()).containsExactly(LoraModule.of(model.spec(), 0, "q_proj", 2, 2));
            assertThat(file.magnitude(file.modules().getFirst())).hasSize(32);
        }
    }

    @Test
    void doraBringsEachRowToItsLength() throws IOException {
        PeftAdapters adapters = new PeftAdapters();
        for (int layer = 0; layer < 2; layer++) {
            for (String module : model.spec().modules()) {
                adapters.with(layer, module, 3, 2, true);
            }
        }
        equalsTheMergedModel(
                adapters, "\"r\": 3, \"lora_alpha\": 6, \"use_dora\": true, \"target_modules\": \"all-linear\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"bias\": \"all\"                                    | sets bias to all",
                "\"modules_to_save\": [\"lm_head\"]                   | sets modules_to_save (whole modules",
                "\"fan_in_fan_out\": true                             | sets fan_in_fan_out",
                "\"layer_replication\": [[0, 2]]                      | sets layer_replication",
                "\"init_lora_weights\": \"pissa_niter_4\"             | path_initial_model_for_weight_conversion",
                "\"target_modules\": [\"q_proj\", \"lm_head\"]        | names lm_head",
                "\"target_modules\": \"(\"                            | cannot be read",
                "\"target_modules\": \"(.*)(.*)(.*)(.*)(.*)(.*)x\"        | takes too long",
                "\"target_modules\":"
                    + " \"((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((\""
                    + " | more than 100 groups",
                "\"target_modules\": [\"c_attn\"]                     | name nothing in this base model",
                "\"target_modules\": null                             | names no target_modules",
                "\"rank_pattern\": {\"q_proj\": 0}                    | no positive number",
                "\"rank_pattern\": {\"q_proj\": 2000000000}           | has the shape [2, 32]",
                "\"target_modules\": [\"q_proj\", \"k_proj\"]         | lacks the tensor",
                "\"layers_to_transform\": [1]                         | has no place for",
            })
    void refusesWhatWouldChangeTheResult(String setting, String saying) throws IOException {
        String defaults = "\"r\": 2, \"lora_alpha\": 2, \"target_modules\": [\"q_proj\"], ";
        Path folder = new PeftAdapters()
                .with(0, "q_proj", 2, 1)
                .with(1, "q_proj", 2, 1)
                .write(temporary.resolve("adapter"), defaults + setting);
        refused(folder, saying);
    }

    @Test
    void shapeIsKnownWithoutTheBase() throws IOException {
        Path folder = new PeftAdapters()
                .with(1, "k_proj", 2, 1)
                .with(0, "down_proj", 2, 1)
                .write(temporary.resolve("adapter"), "\"r\": 2, \"lora_alpha\": 3, \"target_modules\": \".*\"");
        assertThat(PeftFolder.config(folder).targetModules()).isEqualTo(List.of("k_proj", "down_proj"));
        assertThat(PeftFolder.config(folder).alpha()).isEqualTo(3);
        Files.delete(folder.resolve("adapter_model.safetensors"));
        assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> PeftFolder.config(folder));
    }

    /** Whatever byte of an adapter's files is hit, it loads or one line says what is wrong with it. */
    @Test
    void damageEndsInOneLine() throws IOException {
        Path folder = new PeftAdapters()
                .with(0, "q_proj", 2, 1)
                .with(1, "q_proj", 3, 1)
                .write(temporary.resolve("adapter"), """
                    "r": 2, "lora_alpha": 2, "target_modules": ".*q_proj", "exclude_modules": ["x"],
                    "rank_pattern": {"1.self_attn.q_proj": 3}, "alpha_pattern": {"1.self_attn.q_proj": 3},
                    "layers_to_transform": null, "use_rslora": false, "bias": "none\"\
                    """);
        Random random = new Random(4);
        int refused = 0;
        for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Path file = folder.resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < 1500; i++) {
                byte[] bytes = good.clone();
                for (int change = 0; change <= i % 3; change++) {
                    // Mostly what JSON and expressions are made of, and mostly in a header.
                    bytes[random.nextInt(Math.min(bytes.length, 700))] =
                            (byte) (i % 4 == 0 ? random.nextInt() : "{}[]()*.\",:0129\\".charAt(random.nextInt(16)));
                }
                Files.write(file, i % 6 == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
                try {
                    AdapterFile.open(folder, model.spec()).close();
                } catch (AdapterException e) {
                    assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
                    refused++;
                }
            }
            Files.write(file, good);
        }
        assertThat(refused).isGreaterThan(1500);
    }

    private void refused(Path folder, String saying) {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> model.loadAdapter(folder).close())
                .withMessageContaining(saying)
                .matches(e -> !String.valueOf(e.getMessage()).contains("\n"), "one line");
    }
}
