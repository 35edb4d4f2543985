package cultivar.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.safetensors.SafetensorsFile;
import cultivar.runtime.safetensors.TensorInfo;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.Example;
import cultivar.runtime.train.Schedule;
import cultivar.runtime.train.StepReport;
import cultivar.runtime.train.TrainingOptions;
import cultivar.runtime.train.TrainingPlan;
import cultivar.runtime.train.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares with PyTorch, transformers and PEFT on every model folder that the reference values hold. */
class GoldenModelsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicTest> scoresEveryText() throws IOException {
        return cases(this::checkScores);
    }

    @TestFactory
    Stream<DynamicTest> decodesGreedily() throws IOException {
        return cases(this::checkGreedy);
    }

    @TestFactory
    Stream<DynamicTest> trainsLikePeft() throws IOException {
        return cases((model, expected) -> checkTraining(model, expected, false));
    }

    @TestFactory
    Stream<DynamicTest> trainsLikePeftComputingLayersAgain() throws IOException {
        return cases((model, expected) -> checkTraining(model, expected, true));
    }

    /** What narrower types may add to the mean error of a log-probability, in nats. */
    @TestFactory
    Stream<DynamicTest> narrowerTypesStayNear() throws IOException {
        return Stream.of(BaseType.BFLOAT16, BaseType.INT8, BaseType.NF4, BaseType.INT4)
                .flatMap(type -> {
                    double tolerance = switch (type) {
                        case FLOAT32 -> 0;
                        case BFLOAT16 -> 0.01;
                        case INT8 -> 0.02;
                        case NF4, INT4 -> 0.2;
                    };
                    try {
                        return cases(type, (model, expected) -> checkNear(model, expected, tolerance));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void checkNear(LanguageModel model, JsonNode expected, double tolerance) {
        double sum = 0;
        int count = 0;
        for (JsonNode text : expected.path("texts")) {
            double[] logprobs =
                    model.score(new Example(ints(text.path("ids")), 0), null).logprobs();
            for (int i = 0; i < logprobs.length; i++) {
                sum += Math.abs(logprobs[i] - text.path("logprobs").get(i).doubleValue());
                count++;
            }
        }
        assertThat(sum / count).isLessThan(tolerance);
        // A generated text keeps the same weights, but goes through the products for a single token.
        int[] prompt = ints(expected.path("greedy").path("prompt_ids"));
        Generation answer =
                model.generate(new GenerationRequest(prompt, null, Sampling.greedy(), 8, true), (id, text) -> true);
        int[] whole = IntStream.concat(IntStream.of(prompt), IntStream.of(answer.ids()))
                .toArray();
        assertThat(model.score(new Example(whole, prompt.length), null).loss())
                .isLessThan(Math.log(model.spec().vocabulary()));
    }

    private interface Case {
        void check(LanguageModel model, JsonNode expected) throws IOException;
    }

    private static Stream<DynamicTest> cases(Case check) throws IOException {
        return cases(BaseType.FLOAT32, check);
    }

    private static Stream<DynamicTest> cases(BaseType type, Case check) throws IOException {
        Path models = Path.of(System.getProperty("cultivar.golden", "../shared/golden"), "models");
        Assumptions.assumeTrue(Files.isDirectory(models), "no reference values at " + models);
        List<Path> folders;
        try (Stream<Path> listed = Files.list(models)) {
            folders = listed.filter(folder -> Files.exists(folder.resolve("expected.json")))
                    .sorted()
                    .toList();
        }
        return folders.stream()
                .map(folder -> dynamicTest(folder.getFileName() + " " + type.label(), () -> {
                    try (LanguageModel model = EngineUnderTest.engine().open(folder, type)) {
                        check.check(model, JSON.readTree(Files.readString(folder.resolve("expected.json"))));
                    }
                }));
    }

    private void checkScores(LanguageModel model, JsonNode expected) {
        for (JsonNode text : expected.path("texts")) {
            int[] ids = ints(text.path("ids"));
            RowScore score = model.score(new Example(ids, 1), null);
            JsonNode logprobs = text.path("logprobs");
            assertThat(score.logprobs()).hasSize(logprobs.size());
            for (int i = 0; i < logprobs.size(); i++) {
                assertThat(score.logprobs()[i]).isCloseTo(logprobs.get(i).doubleValue(), within(2e-4));
            }
        }
    }

    private void checkGreedy(LanguageModel model, JsonNode expected) {
        JsonNode greedy = expected.path("greedy");
        List<ChatMessage> messages = new ArrayList<>();
        greedy.path("messages")
                .forEach(m -> messages.add(new ChatMessage(
                        m.path("role").asString(), m.path("content").asString())));
        assertThat(model.chatPrompt(messages)).isEqualTo(ints(greedy.path("prompt_ids")));
        int[] wanted = ints(greedy.path("new_ids"));
        Generation generation = model.generate(
                new GenerationRequest(ints(greedy.path("prompt_ids")), null, Sampling.greedy(), wanted.length, true),
                (id, text) -> true);
        assertThat(generation.ids()).isEqualTo(wanted);
    }

    private void checkTraining(LanguageModel model, JsonNode expected, boolean recompute) {
        JsonNode lora = expected.path("lora");
        Path initial = model.folder().resolve("adapter-init");
        LoraConfig config;
        try (LoraAdapter adapter = model.loadAdapter(initial)) {
            config = adapter.config();
        }
        List<Example> rows = new ArrayList<>();
        for (JsonNode row : lora.path("rows")) {
            rows.add(model.examples()
                    .example(
                            List.of(
                                    new ChatMessage("user", row.path("prompt").asString()),
                                    new ChatMessage(
                                            "assistant", row.path("completion").asString())),
                            1024));
        }
        TrainingSettings settings = new TrainingSettings(
                        config,
                        lora.path("batch").asInt(),
                        1,
                        lora.path("epochs").asInt(),
                        0,
                        lora.path("lr").asDouble(),
                        Schedule.CONSTANT,
                        0,
                        lora.path("weight_decay").asDouble(),
                        lora.path("grad_clip").asDouble(),
                        0,
                        false,
                        1024)
                .with(TrainingOptions.NONE.withRecompute(recompute));
        Path output = temporary.resolve(model.folder().getFileName().toString());
        List<StepReport> steps = new ArrayList<>();
        model.train(new TrainingPlan(settings, rows, List.of(), initial, output, null), steps::add);
        assertThat(steps).hasSize(lora.path("loss").size());
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).loss()).isCloseTo(lora.path("loss").get(i).doubleValue(), within(1e-3));
            assertThat(steps.get(i).gradNorm())
                    .isCloseTo(lora.path("grad_norm").get(i).doubleValue(), within(5e-3));
        }
        compareTensors(output, model.folder().resolve("adapter-final"));
        checkTopFive(model, output, expected);
    }

    private static void compareTensors(Path found, Path wanted) {
        try (SafetensorsFile ours = SafetensorsFile.open(found.resolve("adapter_model.safetensors"));
                SafetensorsFile theirs = SafetensorsFile.open(wanted.resolve("adapter_model.safetensors"))) {
            assertThat(ours.tensors().keySet()).isEqualTo(theirs.tensors().keySet());
            for (TensorInfo tensor : theirs.tensors().values()) {
                FloatBuffer want = theirs.floats(tensor).asFloatBuffer();
                FloatBuffer have = ours.floats(ours.tensor(tensor.name())).asFloatBuffer();
                for (int i = 0; i < want.limit(); i++) {
                    assertThat(have.get(i)).as(tensor.name()).isCloseTo(want.get(i), within(2e-3f));
                }
            }
        }
    }

    private static void checkTopFive(LanguageModel model, Path output, JsonNode expected) {
        int[] prompt = ints(expected.path("greedy").path("prompt_ids"));
        try (LoraAdapter adapter = model.loadAdapter(output)) {
            for (JsonNode pair : expected.path("lora").path("after_top5_next")) {
                int[] ids = IntStream.concat(
                                IntStream.of(prompt), IntStream.of(pair.get(0).asInt()))
                        .toArray();
                RowScore score = model.score(new Example(ids, prompt.length), adapter);
                assertThat(-score.loss()).isCloseTo(pair.get(1).doubleValue(), within(5e-3));
            }
        }
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }
}
