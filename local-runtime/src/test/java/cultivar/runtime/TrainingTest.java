package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.Example;
import cultivar.runtime.train.Schedule;
import cultivar.runtime.train.StepReport;
import cultivar.runtime.train.TrainingException;
import cultivar.runtime.train.TrainingListener;
import cultivar.runtime.train.TrainingPlan;
import cultivar.runtime.train.TrainingResult;
import cultivar.runtime.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    @TempDir
    Path temporary;

    private LanguageModel model;
    private final List<Example> rows = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    TrainingTest() {}

    @BeforeEach
    void open() {
        model = EngineUnderTest.engine().open(TinyModel.write(temporary.resolve("model")));
        for (int i = 0; i < 12; i++) {
            rows.add(model.examples()
                    .example(
                            List.of(
                                    new ChatMessage("user", "Say the number " + i + "."),
                                    new ChatMessage("assistant", "It is " + i * 7 + ".")),
                            128));
        }
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void learnsAndWritesAnAdapterThatLoads() throws IOException {
        List<StepReport> steps = new ArrayList<>();
        Path output = temporary.resolve("adapter");
        TrainingResult result = model.train(plan(settings(40, 0), output, null, 0), steps::add);
        assertThat(result.stopped()).isFalse();
        assertThat(steps).hasSize(40);
        assertThat(steps.getLast().loss()).isLessThan(steps.getFirst().loss() - 1);
        assertThat(steps.getFirst().learningRate()).isEqualTo(0.02);
        assertThat(output.toFile().list())
                .containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors");
        try (LoraAdapter adapter = model.loadAdapter(output)) {
            assertThat(model.score(rows.getFirst(), adapter).loss())
                    .isLessThan(model.score(rows.getFirst(), null).loss());
        }
    }

    @Test
    void freshAdapterChangesNothing() {
        Path output = temporary.resolve("adapter");
        model.train(
                plan(
                        new TrainingSettings(
                                LoraConfig.allLinear(4), 4, 1, 1, 1, 1e-30, Schedule.CONSTANT, 0, 0, 1, 3, true, 128),
                        output,
                        null,
                        0),
                step -> {});
        try (LoraAdapter adapter = model.loadAdapter(output)) {
            assertThat(model.score(rows.getFirst(), adapter).loss())
                    .isEqualTo(model.score(rows.getFirst(), null).loss());
        }
    }

    @Test
    void resumedRunEndsInTheSameBytes() throws IOException {
        Path whole = temporary.resolve("whole");
        Path parts = temporary.resolve("parts");
        Path checkpoint = temporary.resolve("run").resolve("checkpoint.safetensors");
        TrainingSettings settings = settings(10, 0.1);
        model.train(plan(settings, whole, null, 0), step -> {});
        StopAfter stop = new StopAfter(4);
        TrainingResult first = model.train(plan(settings, parts, checkpoint, 0), stop);
        assertThat(first.stopped()).isTrue();
        assertThat(first.steps()).isEqualTo(4);
        assertThat(parts).doesNotExist();
        TrainingResult second = model.train(plan(settings, parts, checkpoint, 0), step -> {});
        assertThat(second.steps()).isEqualTo(10);
        assertThat(parts.resolve("adapter_model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
        assertThat(checkpoint).doesNotExist();
    }

    @Test
    void accumulationEqualsALargerBatch() {
        List<StepReport> large = new ArrayList<>();
        List<StepReport> accumulated = new ArrayList<>();
        model.train(plan(of(6, 1), temporary.resolve("a"), null, 0), large::add);
        model.train(plan(of(2, 3), temporary.resolve("b"), null, 0), accumulated::add);
        for (int i = 0; i < large.size(); i++) {
            assertThat(accumulated.get(i).loss()).isCloseTo(large.get(i).loss(), within(1e-3));
        }
    }

    @Test
    void refusesACheckpointOfAnotherRun() {
        Path checkpoint = temporary.resolve("checkpoint.safetensors");
        model.train(plan(settings(10, 0), temporary.resolve("a"), checkpoint, 0), new StopAfter(2));
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> model.train(plan(settings(11, 0), temporary.resolve("a"), checkpoint, 0), step -> {}))
                .withMessageContaining("belongs to a run with other rows or settings");
    }

    @Test
    void explainsALossThatIsNoNumber() {
        TrainingSettings wild = new TrainingSettings(
                LoraConfig.allLinear(4), 4, 1, 1, 50, 1e30, Schedule.CONSTANT, 0, 0, 0, 3, true, 128);
        Path output = temporary.resolve("adapter");
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> model.train(plan(wild, output, null, 0), step -> {}))
                .withMessageContaining("learning rate is too high");
        assertThat(output).doesNotExist();
    }

    @Test
    void refusesAnAdapterOfAnotherBase() throws IOException {
        Path output = temporary.resolve("adapter");
        model.train(plan(settings(1, 0), output, null, 0), step -> {});
        Path other = TinyModel.write(temporary.resolve("other"));
        Files.writeString(
                other.resolve("config.json"),
                TinyModel.CONFIG.replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1"));
        try (LanguageModel smaller = EngineUnderTest.engine().open(other)) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> smaller.loadAdapter(output).close())
                    .withMessageContaining("another base");
        }
    }

    private static TrainingSettings settings(int steps, double dropout) {
        LoraConfig lora = new LoraConfig(4, 8, dropout, DecoderSpec.LINEAR_MODULES);
        return new TrainingSettings(lora, 4, 1, 1, steps, 0.02, Schedule.COSINE, 0, 0.01, 1, 3, true, 128);
    }

    private static TrainingSettings of(int batch, int accumulate) {
        return new TrainingSettings(
                LoraConfig.allLinear(4), batch, accumulate, 1, 4, 0.01, Schedule.LINEAR, 2, 0, 1, 3, true, 128);
    }

    private TrainingPlan plan(TrainingSettings settings, Path output, @Nullable Path checkpoint, int every) {
        return new TrainingPlan(settings, rows, List.of(), null, output, checkpoint, every);
    }

    /** Asks for a stop after so many steps. */
    private static final class StopAfter implements TrainingListener {
        private final int steps;
        private int made;

        StopAfter(int steps) {
            this.steps = steps;
        }

        @Override
        public void onStep(StepReport step) {
            made = step.step();
        }

        @Override
        public boolean stopRequested() {
            return made >= steps;
        }
    }
}
