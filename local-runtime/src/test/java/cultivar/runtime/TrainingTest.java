package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.CheckpointPolicy;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        TrainingResult result = model.train(plan(settings(40, 0), output), steps::add);
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
                        output),
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
        CheckpointPolicy policy = CheckpointPolicy.onStop(temporary.resolve("run"));
        TrainingSettings settings = settings(10, 0.1);
        model.train(plan(settings, whole), step -> {});
        TrainingResult first = model.train(plan(settings, parts).with(policy), new Recorder().stopAfter(4));
        assertThat(first.stopped()).isTrue();
        assertThat(first.steps()).isEqualTo(4);
        assertThat(parts).doesNotExist();
        Recorder recorder = new Recorder();
        TrainingResult second = model.train(plan(settings, parts).with(policy), recorder);
        assertThat(recorder.startedAfter).isEqualTo(4);
        assertThat(second.steps()).isEqualTo(10);
        assertThat(parts.resolve("adapter_model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
    }

    @Test
    void keepsTheTwoNewestCheckpointsAndFallsBackFromADamagedOne() throws IOException {
        Path whole = temporary.resolve("whole");
        Path parts = temporary.resolve("parts");
        Path folder = temporary.resolve("run");
        CheckpointPolicy policy = new CheckpointPolicy(folder, 2, Duration.ZERO);
        TrainingSettings settings = settings(10, 0.1);
        model.train(plan(settings, whole), step -> {});
        Recorder first = new Recorder().stopAfter(7);
        model.train(plan(settings, parts).with(policy), first);
        assertThat(first.checkpoints).containsExactly(2, 4, 6, 7);
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder("checkpoint-6.safetensors", "checkpoint-7.safetensors");

        // As a kill in the middle of writing would leave it, and a disk that lost the end of a file.
        Path newest = folder.resolve("checkpoint-7.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        Files.write(folder.resolve("checkpoint-8.safetensors.tmp"), Arrays.copyOf(bytes, 100));
        Files.write(newest, Arrays.copyOf(bytes, bytes.length - 1));
        Recorder second = new Recorder();
        model.train(plan(settings, parts).with(policy), second);
        assertThat(second.damaged).containsExactly(newest);
        assertThat(second.startedAfter).isEqualTo(6);
        assertThat(folder.resolve("checkpoint-8.safetensors.tmp")).doesNotExist();
        assertThat(parts.resolve("adapter_model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
    }

    @Test
    void savesByTime() {
        Path folder = temporary.resolve("run");
        Recorder recorder = new Recorder();
        CheckpointPolicy always = new CheckpointPolicy(folder, 0, Duration.ofNanos(1));
        model.train(plan(settings(4, 0), temporary.resolve("a")).with(always), recorder);
        // When the next is due goes by what this one took.
        assertThat(recorder.checkpoints).startsWith(1);
    }

    @Test
    void finishesEarlyWithTheAdapterAsItStands() throws IOException {
        Path five = temporary.resolve("five");
        Path later = temporary.resolve("later");
        TrainingSettings settings = settings(10, 0.1);
        TrainingResult result = model.train(plan(settings, five), new Recorder().finishAfter(5));
        assertThat(result.stopped()).isFalse();
        assertThat(result.steps()).isEqualTo(5);

        // Out of a checkpoint, without a step more.
        CheckpointPolicy policy = CheckpointPolicy.onStop(temporary.resolve("run"));
        model.train(plan(settings, later).with(policy), new Recorder().stopAfter(5));
        Recorder none = new Recorder().finishAfter(0);
        assertThat(model.train(plan(settings, later).with(policy), none).steps())
                .isEqualTo(5);
        assertThat(none.made).isZero();
        assertThat(later.resolve("adapter_model.safetensors"))
                .hasSameBinaryContentAs(five.resolve("adapter_model.safetensors"));
    }

    @Test
    void accumulationEqualsALargerBatch() {
        List<StepReport> large = new ArrayList<>();
        List<StepReport> accumulated = new ArrayList<>();
        model.train(plan(of(6, 1), temporary.resolve("a")), large::add);
        model.train(plan(of(2, 3), temporary.resolve("b")), accumulated::add);
        for (int i = 0; i < large.size(); i++) {
            assertThat(accumulated.get(i).loss()).isCloseTo(large.get(i).loss(), within(1e-3));
        }
    }

    @Test
    void refusesACheckpointOfAnotherRun() {
        CheckpointPolicy policy = CheckpointPolicy.onStop(temporary.resolve("run"));
        Path output = temporary.resolve("a");
        model.train(plan(settings(10, 0), output).with(policy), new Recorder().stopAfter(2));
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> model.train(plan(settings(11, 0), output).with(policy), step -> {}))
                .withMessageContaining("belongs to a run with other rows or settings");
    }

    @Test
    void explainsALossThatIsNoNumber() {
        TrainingSettings wild = new TrainingSettings(
                LoraConfig.allLinear(4), 4, 1, 1, 50, 1e30, Schedule.CONSTANT, 0, 0, 0, 3, true, 128);
        Path output = temporary.resolve("adapter");
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> model.train(plan(wild, output), step -> {}))
                .withMessageContaining("learning rate is too high");
        assertThat(output).doesNotExist();
    }

    @Test
    void refusesAnAdapterOfAnotherBase() throws IOException {
        Path output = temporary.resolve("adapter");
        model.train(plan(settings(1, 0), output), step -> {});
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
        LoraConfig lora = new LoraConfig(4, 8, dropout, List.of(LoraConfig.ALL_LINEAR));
        return new TrainingSettings(lora, 4, 1, 1, steps, 0.02, Schedule.COSINE, 0, 0.01, 1, 3, true, 128);
    }

    private static TrainingSettings of(int batch, int accumulate) {
        return new TrainingSettings(
                LoraConfig.allLinear(4), batch, accumulate, 1, 4, 0.01, Schedule.LINEAR, 2, 0, 1, 3, true, 128);
    }

    private TrainingPlan plan(TrainingSettings settings, Path output) {
        return new TrainingPlan(settings, rows, List.of(), null, output, null);
    }

    /** Follows a run, and asks for its stop or its end after so many steps. */
    private static final class Recorder implements TrainingListener {
        private final List<Integer> checkpoints = new ArrayList<>();
        private final List<Path> damaged = new ArrayList<>();
        private int startedAfter = -1;
        private int made;
        private int stopAfter = Integer.MAX_VALUE;
        private int finishAfter = Integer.MAX_VALUE;

        Recorder stopAfter(int steps) {
            stopAfter = steps;
            return this;
        }

        Recorder finishAfter(int steps) {
            finishAfter = steps;
            return this;
        }

        @Override
        public void onStart(int before, int steps) {
            startedAfter = before;
        }

        @Override
        public void onStep(StepReport step) {
            made = step.step();
        }

        @Override
        public void onCheckpoint(int step) {
            checkpoints.add(step);
        }

        @Override
        public void onDamagedCheckpoint(Path file) {
            damaged.add(file);
        }

        @Override
        public boolean stopRequested() {
            return made >= stopAfter;
        }

        @Override
        public boolean finishRequested() {
            return made >= finishAfter;
        }
    }
}
