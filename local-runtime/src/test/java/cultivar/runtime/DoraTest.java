package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.CheckpointPolicy;
import cultivar.runtime.train.Example;
import cultivar.runtime.train.Schedule;
import cultivar.runtime.train.StepReport;
import cultivar.runtime.train.TrainingListener;
import cultivar.runtime.train.TrainingOptions;
import cultivar.runtime.train.TrainingPlan;
import cultivar.runtime.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoraTest {
    @TempDir
    Path temporary;

    private Path base;

    @SuppressWarnings("NullAway.Init")
    DoraTest() {}

    @BeforeEach
    void write() {
        base = TinyModel.write(temporary.resolve("model"));
    }

    @Test
    void freshAdapterChangesNothing() {
        try (LanguageModel model = open(BaseType.FLOAT32)) {
            train(model, settings(0, 1e-30, 1, TrainingOptions.NONE), "fresh", step -> {});
            try (LoraAdapter adapter = model.loadAdapter(temporary.resolve("fresh"))) {
                for (Example row : rows(model)) {
                    assertThat(model.score(row, adapter).loss())
                            .isCloseTo(model.score(row, null).loss(), within(1e-5));
                }
            }
        }
    }

    @Test
    void answersTokenByTokenAsTheMergedModel() throws IOException {
        PeftAdapters adapters = new PeftAdapters();
        for (int layer = 0; layer < 2; layer++) {
            adapters.with(layer, "q_proj", 2, 2, true).with(layer, "down_proj", 2, 2, true);
        }
        Path folder = adapters.write(
                temporary.resolve("adapter"),
                "\"r\": 2, \"lora_alpha\": 4, \"use_dora\": true, \"target_modules\": [\"q_proj\", \"down_proj\"]");
        Path merged = adapters.writeMerged(base, temporary.resolve("merged"));
        try (LanguageModel model = open(BaseType.FLOAT32);
                LoraAdapter adapter = model.loadAdapter(folder);
                LanguageModel reference = EngineUnderTest.engine().open(merged)) {
            int[] prompt = {5, 300, 77, 12};
            int[] expected = tokens(reference, prompt, null);
            assertThat(tokens(model, prompt, adapter)).isEqualTo(expected);
            assertThat(tokens(model, prompt, null)).isNotEqualTo(expected);
        }
    }

    private static int[] tokens(LanguageModel model, int[] prompt, @Nullable LoraAdapter adapter) {
        GenerationRequest request = new GenerationRequest(prompt, adapter, Sampling.greedy(), 12, true);
        return model.generate(request, (id, text) -> true).ids();
    }

    @Test
    void learnsAlikeWhetherOrNotLayersAreComputedAgain() {
        try (LanguageModel model = open(BaseType.FLOAT32)) {
            List<StepReport> whole = new ArrayList<>();
            List<StepReport> again = new ArrayList<>();
            train(model, settings(0, 0.02, 12, TrainingOptions.NONE), "whole", whole::add);
            train(model, settings(0, 0.02, 12, TrainingOptions.NONE.withRecompute(true)), "again", again::add);
            assertThat(whole.getLast().loss()).isLessThan(whole.getFirst().loss() - 0.5);
            for (int i = 0; i < whole.size(); i++) {
                assertThat(again.get(i).loss()).isCloseTo(whole.get(i).loss(), within(1e-3));
            }
        }
    }

    @Test
    void aBaseThatOnlyAnswersSaysSo() {
        try (LanguageModel model = open(BaseType.INT4)) {
            assertThatThrownBy(() -> train(model, settings(0, 0.02, 1, TrainingOptions.NONE), "int4", step -> {}))
                    .hasMessageContaining("Hold it as nf4");
        }
    }

    @Test
    void learnsWithDropoutOnEveryKindOfBase() {
        for (BaseType type :
                Arrays.stream(BaseType.values()).filter(BaseType::trainable).toList()) {
            try (LanguageModel model = open(type)) {
                List<StepReport> steps = new ArrayList<>();
                Path output = train(model, settings(0.1, 0.02, 25, TrainingOptions.NONE), type.label(), steps::add);
                assertThat(steps.getLast().loss())
                        .as(type.label())
                        .isLessThan(steps.getFirst().loss() - 0.5);
                try (LoraAdapter adapter = model.loadAdapter(output)) {
                    Example row = rows(model).getFirst();
                    assertThat(model.score(row, adapter).loss())
                            .isLessThan(model.score(row, null).loss() - 0.3);
                }
            }
        }
    }

    @Test
    void resumesInTheSameBytes() {
        try (LanguageModel model = open(BaseType.FLOAT32)) {
            TrainingSettings settings = settings(0.1, 0.02, 8, TrainingOptions.NONE);
            Path whole = train(model, settings, "whole", step -> {});
            CheckpointPolicy policy = CheckpointPolicy.onStop(temporary.resolve("run"));
            Path parts = temporary.resolve("parts");
            TrainingPlan plan = new TrainingPlan(settings, rows(model), List.of(), null, parts, policy);
            int[] made = {0};
            model.train(plan, new TrainingListener() {
                @Override
                public void onStep(StepReport step) {
                    made[0] = step.step();
                }

                @Override
                public boolean stopRequested() {
                    return made[0] == 3;
                }
            });
            model.train(plan, step -> {});
            assertThat(parts.resolve("adapter_model.safetensors"))
                    .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
        }
    }

    @Test
    void goesOnFromAnAdapterWithRanksOfItsOwn() throws IOException {
        Path start = new PeftAdapters()
                .with(0, "q_proj", 2, 4 / Math.sqrt(2), true)
                .with(1, "v_proj", 3, 4 / Math.sqrt(3), true)
                .write(temporary.resolve("start"), """
                    "r": 2, "lora_alpha": 4, "use_dora": true, "use_rslora": true, "rank_pattern": {"v_proj": 3},
                    "target_modules": ["model.layers.0.self_attn.q_proj", "model.layers.1.self_attn.v_proj"]\
                    """);
        try (LanguageModel model = open(BaseType.FLOAT32)) {
            LoraConfig config;
            double before;
            try (LoraAdapter adapter = model.loadAdapter(start)) {
                config = adapter.config();
                before = model.score(rows(model), adapter).stream()
                        .mapToDouble(RowScore::loss)
                        .sum();
            }
            TrainingSettings settings =
                    new TrainingSettings(config, 12, 1, 1, 6, 0.02, Schedule.CONSTANT, 0, 0, 1, 3, false, 96);
            Path output = temporary.resolve("on");
            List<StepReport> steps = new ArrayList<>();
            model.train(new TrainingPlan(settings, rows(model), List.of(), start, output, null), steps::add);
            try (LoraAdapter adapter = model.loadAdapter(output)) {
                assertThat(adapter.modules())
                        .extracting(module -> module.rank())
                        .containsExactly(2, 3);
                assertThat(adapter.config()).isEqualTo(config);
                assertThat(model.score(rows(model), adapter).stream()
                                .mapToDouble(RowScore::loss)
                                .sum())
                        .isLessThan(before);
            }
        }
    }

    private LanguageModel open(BaseType type) {
        return EngineUnderTest.engine().open(base, type);
    }

    private static TrainingSettings settings(double dropout, double rate, int steps, TrainingOptions options) {
        LoraConfig dora = new LoraConfig(4, 8, dropout, List.of(LoraConfig.ALL_LINEAR), false, true);
        return new TrainingSettings(dora, 4, 1, 1, steps, rate, Schedule.CONSTANT, 0, 0, 1, 3, true, 96).with(options);
    }

    private Path train(LanguageModel model, TrainingSettings settings, String name, TrainingListener listener) {
        Path output = temporary.resolve(name);
        model.train(new TrainingPlan(settings, rows(model), List.of(), null, output, null), listener);
        return output;
    }

    private static List<Example> rows(LanguageModel model) {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rows.add(model.examples()
                    .example(
                            List.of(
                                    ChatMessage.user("Say the number " + i + "."),
                                    ChatMessage.assistant("It is " + i * 7 + ".")),
                            96));
        }
        return rows;
    }
}
