package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.safetensors.TensorInfo;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.CheckpointPolicy;
import cultivar.runtime.train.Example;
import cultivar.runtime.train.Schedule;
import cultivar.runtime.train.StepReport;
import cultivar.runtime.train.TrainingException;
import cultivar.runtime.train.TrainingListener;
import cultivar.runtime.train.TrainingOptions;
import cultivar.runtime.train.TrainingPlan;
import cultivar.runtime.train.TrainingResult;
import cultivar.runtime.train.TrainingSettings;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingOptionsTest {
    private static final int MAX_LENGTH = 96;

    @TempDir
    Path temporary;

    private LanguageModel model;
    private final List<Example> rows = new ArrayList<>();
    private final List<Example> heldOut = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    TrainingOptionsTest() {}

    @BeforeEach
    void open() {
        model = EngineUnderTest.engine().open(TinyModel.write(temporary.resolve("model")));
        for (int i = 0; i < 12; i++) {
            rows.add(row("Say the number " + i + ".", "It is " + i * 7 + "."));
        }
        for (int i = 0; i < 3; i++) {
            heldOut.add(row("Name a colour, the " + i + "th.", "No " + i + "."));
        }
    }

    private Example row(String question, String answer) {
        return model.examples()
                .example(List.of(new ChatMessage("user", question), new ChatMessage("assistant", answer)), MAX_LENGTH);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void packingFillsPlacesInTheRunsOrder() {
        TrainingOptions packing = new TrainingOptions(false, true, 1, 0, 0, false);
        List<StepReport> steps = new ArrayList<>();
        TrainingSettings settings = settings(2, 0, 0.01, packing);
        model.train(plan(settings, "packed"), steps::add);

        // By hand, for rows in the order of the list, three times over: two places a step, each filled up.
        List<Integer> tokens = new ArrayList<>();
        int at = 0;
        int all = 3 * rows.size();
        while (at < all) {
            int step = 0;
            for (int place = 0; place < 2 && at < all; place++) {
                int filled = 0;
                while (at < all && filled + length(at) <= MAX_LENGTH) {
                    filled += length(at++);
                }
                step += filled;
            }
            tokens.add(step);
        }
        assertThat(steps).extracting(StepReport::tokens).containsExactlyElementsOf(tokens);
        assertThat(steps).extracting(StepReport::steps).containsOnly(tokens.size());
        assertThat(settings.stepsFor(rows)).isEqualTo(tokens.size()).isLessThan(18);
    }

    private int length(int place) {
        return rows.get(place % rows.size()).ids().length;
    }

    @Test
    void packedRowsLearnAsRowsOfALargerBatch() {
        // All rows fit into one place of this length, so a packed batch of one is a batch of all.
        List<StepReport> packed = new ArrayList<>();
        List<StepReport> batch = new ArrayList<>();
        TrainingOptions packing = new TrainingOptions(false, true, 1, 0, 0, false);
        TrainingSettings whole = new TrainingSettings(
                LoraConfig.allLinear(4), 1, 1, 4, 0, 0.01, Schedule.CONSTANT, 0, 0, 1, 3, false, 12 * MAX_LENGTH);
        int all = rows.stream().mapToInt(row -> row.ids().length).sum();
        TrainingSettings exact = new TrainingSettings(
                LoraConfig.allLinear(4), 1, 1, 4, 0, 0.01, Schedule.CONSTANT, 0, 0, 1, 3, false, all);
        assertThat(whole.maxLength()).isGreaterThan(all);
        model.train(plan(exact.with(packing), "packed"), packed::add);
        model.train(plan(settings(12, 4, 0.01, TrainingOptions.NONE), "batch"), batch::add);
        assertThat(packed).extracting(StepReport::loss).isEqualTo(losses(batch));
    }

    @Test
    void packedRunResumesInTheSameBytes() {
        TrainingOptions packing = new TrainingOptions(false, true, 1, 0, 0, false);
        resumesInTheSameBytes(settings(2, 0, 0.01, packing), 3);
    }

    @Test
    void loraPlusMovesBFasterThanA() {
        // With a rate so small that the first step's gradients are all that counts, each value moves by its rate.
        double rate = 1e-4;
        TrainingSettings settings = settings(4, 1, rate, new TrainingOptions(false, false, 16, 0, 0, false));
        Path plus = temporary.resolve("plus");
        model.train(plan(settings, "plus"), step -> {});
        float largest = 0;
        try (SafetensorsFile file = SafetensorsFile.open(plus.resolve("adapter_model.safetensors"))) {
            for (TensorInfo tensor : file.tensors().values()) {
                if (tensor.name().endsWith("lora_B.weight")) {
                    FloatBuffer values = file.floats(tensor).asFloatBuffer();
                    while (values.hasRemaining()) {
                        largest = Math.max(largest, Math.abs(values.get()));
                    }
                }
            }
        }
        assertThat(largest).isCloseTo((float) (16 * rate), within((float) (0.1 * rate)));
        assertThat(firstA(plus)).isEqualTo(firstA(trained(settings(4, 1, rate, TrainingOptions.NONE), "same")));
    }

    @Test
    void loraPlusResumesInTheSameBytes() {
        resumesInTheSameBytes(settings(4, 8, 0.01, new TrainingOptions(false, false, 4, 0, 0, false)), 5);
    }

    private Path trained(TrainingSettings settings, String name) {
        model.train(plan(settings, name), step -> {});
        return temporary.resolve(name);
    }

    private static float firstA(Path adapter) {
        try (SafetensorsFile file = SafetensorsFile.open(adapter.resolve("adapter_model.safetensors"))) {
            return file.floats(file.tensor("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"))
                    .asFloatBuffer()
                    .get(0);
        }
    }

    @Test
    void looksAtHeldOutRowsByStepsAndKeepsTheBestAdapter() {
        Recorder recorder = new Recorder();
        TrainingSettings settings = settings(4, 12, 0.05, new TrainingOptions(false, false, 1, 3, 0, true));
        TrainingResult result = model.train(plan(settings, "best"), recorder);
        assertThat(recorder.looks.keySet()).containsExactly(3, 6, 9, 12);
        int best = result.best().step();
        double loss = result.best().loss();
        assertThat(recorder.looks.values()).allSatisfy(each -> assertThat(each).isGreaterThanOrEqualTo(loss));
        assertThat(best)
                .as("it must not be the last for this test to mean something")
                .isBetween(3, 9);
        assertThat(result.stoppedEarly()).isFalse();
        try (var adapter = model.loadAdapter(temporary.resolve("best"))) {
            List<RowScore> scores = model.score(heldOut, adapter);
            double sum = scores.stream()
                    .mapToDouble(score -> score.loss() * score.labels())
                    .sum();
            assertThat(sum / scores.stream().mapToInt(RowScore::labels).sum()).isCloseTo(loss, within(1e-5));
        }
    }

    @Test
    void endsEarlyWhenTheLossFallsNoMore() {
        Recorder recorder = new Recorder();
        TrainingSettings settings = settings(4, 60, 0.05, new TrainingOptions(false, false, 1, 2, 3, false));
        TrainingResult result = model.train(plan(settings, "early"), recorder);
        assertThat(result.stoppedEarly()).isTrue();
        assertThat(result.stopped()).isFalse();
        assertThat(result.steps()).isEqualTo(result.best().step() + 6).isLessThan(60);
        assertThat(temporary.resolve("early/adapter_model.safetensors")).exists();
    }

    @Test
    void looksAtEachEpochsEndAndAfterTheLastStep() {
        Recorder recorder = new Recorder();
        model.train(plan(settings(4, 7, 0.01, TrainingOptions.NONE), "epochs"), recorder);
        assertThat(recorder.looks.keySet()).containsExactly(3, 6, 7);
    }

    @Test
    void theBestAdapterSurvivesAKill() {
        TrainingOptions options = new TrainingOptions(false, false, 1, 2, 3, true);
        for (int stop : new int[] {1, 4, 7}) {
            resumesInTheSameBytes(settings(4, 60, 0.05, options), stop);
        }
    }

    @Test
    void refusesPatienceWithoutHeldOutRows() {
        TrainingSettings settings = settings(4, 6, 0.05, new TrainingOptions(false, false, 1, 2, 3, false));
        TrainingPlan plan = new TrainingPlan(settings, rows, List.of(), null, temporary.resolve("none"), null);
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> model.train(plan, step -> {}))
                .withMessageContaining("need held-out rows");
    }

    @Test
    void namesTheRowThatAloneGivesNoNumber() throws IOException {
        Example odd = row("Zebra! Quartz? Jukebox~", "Xylophone^");
        int token = IntStream.of(odd.ids())
                .filter(id ->
                        rows.stream().noneMatch(row -> IntStream.of(row.ids()).anyMatch(each -> each == id)))
                .findFirst()
                .orElseThrow();
        rows.set(6, odd);
        Path spoilt = spoilt(token);
        Path output = temporary.resolve("adapter");
        TrainingSettings settings = settings(4, 12, 0.01, TrainingOptions.NONE);
        List<StepReport> steps = new ArrayList<>();
        try (LanguageModel bad = EngineUnderTest.engine().open(spoilt)) {
            TrainingPlan plan = new TrainingPlan(settings, rows, List.of(), null, output, null);
            assertThatExceptionOfType(TrainingException.class)
                    .isThrownBy(() -> bad.train(plan, steps::add))
                    .withMessage("The loss is no longer a number at step 2: row 7 gives none even by itself."
                            + " Correct that row or leave it out.");
        }
        assertThat(steps).hasSize(1);
        assertThat(output).doesNotExist();
    }

    /** The model with an output matrix of its own, and no numbers where it reads a token. */
    private Path spoilt(int token) throws IOException {
        Path folder = TinyModel.write(temporary.resolve("spoilt"));
        Files.writeString(
                folder.resolve("config.json"),
                TinyModel.CONFIG.replace("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false"));
        SafetensorsWriter writer = new SafetensorsWriter();
        try (SafetensorsFile file = SafetensorsFile.open(TinyModel.weights(model.folder()))) {
            for (TensorInfo tensor : file.tensors().values()) {
                FloatBuffer read = file.floats(tensor).asFloatBuffer();
                float[] values = new float[read.remaining()];
                read.get(values);
                long[] shape =
                        tensor.shape().stream().mapToLong(Long::longValue).toArray();
                if (tensor.name().equals("model.embed_tokens.weight")) {
                    writer.add("lm_head.weight", DType.F32, shape, FloatBuffer.wrap(values.clone()));
                    values[token * 32 + 5] = Float.NaN;
                }
                writer.add(tensor.name(), DType.F32, shape, FloatBuffer.wrap(values));
            }
        }
        writer.write(TinyModel.weights(folder));
        return folder;
    }

    private void resumesInTheSameBytes(TrainingSettings settings, int stop) {
        Path whole = temporary.resolve("whole" + stop);
        Path parts = temporary.resolve("parts" + stop);
        CheckpointPolicy policy = CheckpointPolicy.onStop(temporary.resolve("run" + stop));
        Recorder unbroken = new Recorder();
        TrainingResult expected = model.train(plan(settings, "whole" + stop), unbroken);
        assertThat(expected.steps()).isGreaterThan(stop);
        Recorder broken = new Recorder();
        broken.stopAfter = stop;
        assertThat(model.train(plan(settings, "parts" + stop).with(policy), broken)
                        .stopped())
                .isTrue();
        broken.stopAfter = Integer.MAX_VALUE;
        TrainingResult result = model.train(plan(settings, "parts" + stop).with(policy), broken);
        assertThat(result.best()).isEqualTo(expected.best());
        assertThat(result.stoppedEarly()).isEqualTo(expected.stoppedEarly());
        assertThat(result.steps()).isEqualTo(expected.steps());
        assertThat(broken.looks).isEqualTo(unbroken.looks);
        assertThat(parts.resolve("adapter_model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("adapter_model.safetensors"));
    }

    private static List<Double> losses(List<StepReport> steps) {
        return steps.stream().map(StepReport::loss).toList();
    }

    private static TrainingSettings settings(int batch, int steps, double rate, TrainingOptions options) {
        return new TrainingSettings(
                        LoraConfig.allLinear(4),
                        batch,
                        1,
                        3,
                        steps,
                        rate,
                        Schedule.CONSTANT,
                        0,
                        0,
                        1,
                        3,
                        false,
                        MAX_LENGTH)
                .with(options);
    }

    private TrainingPlan plan(TrainingSettings settings, String output) {
        return new TrainingPlan(settings, rows, heldOut, null, temporary.resolve(output), null);
    }

    private static final class Recorder implements TrainingListener {
        private final Map<Integer, Double> looks = new LinkedHashMap<>();
        private int made;
        private int stopAfter = Integer.MAX_VALUE;

        @Override
        public void onStep(StepReport step) {
            made = step.step();
        }

        @Override
        public void onValidation(int step, double loss) {
            looks.put(step, loss);
        }

        @Override
        public boolean stopRequested() {
            return made >= stopAfter;
        }
    }
}
