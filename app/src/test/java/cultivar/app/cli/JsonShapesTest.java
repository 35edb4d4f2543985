package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The shapes of standard output that scripts rely on; {@link JourneyTest} looks at those of a registration. */
class JsonShapesTest {
    @TempDir
    private static Path folder;

    private static Path home;
    private static String model;

    @BeforeAll
    static void writeModel() throws IOException {
        home = folder.resolve("home");
        model = TinyModel.write(folder.resolve("tiny")).toString();
    }

    private static JsonNode score(String content, String... more) throws IOException {
        Path data = Files.writeString(folder.resolve("data.jsonl"), content);
        List<String> arguments =
                new ArrayList<>(List.of("score", "--model", model, "--data", data.toString(), "--json"));
        arguments.addAll(List.of(more));
        return Outcome.of(home, arguments.toArray(String[]::new)).worked().json();
    }

    private static void scored(JsonNode scores, int rows) {
        assertThat(scores.path("rows").size()).isEqualTo(rows);
        for (JsonNode row : scores.path("rows")) {
            int tokens = row.path("ids").size();
            assertThat(tokens).isGreaterThan(1);
            assertThat(row.path("logprobs").size()).isEqualTo(tokens - 1);
            assertThat(row.path("logprobs").valueStream()).allMatch(value -> value.doubleValue() < 0);
            assertThat(row.path("loss").doubleValue()).isPositive();
        }
        assertThat(scores.path("perplexity").doubleValue())
                .isCloseTo(Math.exp(scores.path("loss").doubleValue()), within(1e-9));
    }

    @Test
    void scoreOfTexts() throws IOException {
        JsonNode scores = score("{\"text\":\"Hello there\"}\n\n{\"text\":\"Good morning to you\"}\n");

        scored(scores, 2);
        JsonNode first = scores.path("rows").path(0);
        double mean = first.path("logprobs")
                .valueStream()
                .mapToDouble(JsonNode::doubleValue)
                .average()
                .orElseThrow();
        assertThat(first.path("loss").doubleValue())
                .as("a text is scored from its second token on")
                .isCloseTo(-mean, within(1e-6));
    }

    @Test
    void scoreOfChatRowsCountsTheAnswerAlone() throws IOException {
        String messages = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                + "{\"role\":\"assistant\",\"content\":\"Hello\"}]}\n";
        JsonNode scores = score("{\"prompt\":\"Hi\",\"completion\":\"Hello\"}\n" + messages);

        scored(scores, 2);
        assertThat(scores.path("rows").path(0)).isEqualTo(scores.path("rows").path(1));
        JsonNode row = scores.path("rows").path(0);
        double all = row.path("logprobs")
                .valueStream()
                .mapToDouble(value -> -value.doubleValue())
                .average()
                .orElseThrow();
        assertThat(row.path("loss").doubleValue()).isNotCloseTo(all, within(1e-6));
    }

    @Test
    void scoreOfIds() throws IOException {
        JsonNode scores = score("[[5, 6, 7], [8, 9]]", "--ids");

        scored(scores, 2);
        assertThat(scores.path("rows").path(0).path("ids").toString()).isEqualTo("[5,6,7]");
    }

    @Test
    void generate() {
        String[] arguments = {
            "generate", "--model", model, "--prompt", "Hello", "--greedy", "--ignore-eos", "--max-tokens", "5", "--json"
        };
        Outcome outcome = Outcome.of(home, arguments).worked();
        JsonNode answer = outcome.json();

        assertThat(Outcome.fields(answer)).contains("prompt_ids", "ids", "text", "tokens_per_second");
        assertThat(answer.path("prompt_ids").size()).isPositive();
        assertThat(answer.path("ids").size()).isEqualTo(5);
        assertThat(answer.path("tokens_per_second").doubleValue()).isPositive();
        assertThat(Outcome.of(home, arguments).worked().json().path("ids")).isEqualTo(answer.path("ids"));
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void generateHoldsTheAnswerToASchema() throws IOException {
        Path schema = Files.writeString(
                folder.resolve("schema.json"),
                "{\"type\":\"object\",\"properties\":{\"n\":{\"enum\":[1,2]}},\"required\":[\"n\"]}");
        JsonNode answer = Outcome.of(
                        home,
                        "generate",
                        "--model",
                        model,
                        "--prompt",
                        "Hello",
                        "--schema",
                        schema.toString(),
                        "--min-p",
                        "0.01",
                        "--repetition-penalty",
                        "1.1",
                        "--logit-bias",
                        "5=-100",
                        "--json")
                .worked()
                .json();

        assertThat(answer.path("stop").stringValue()).isEqualTo("complete");
        assertThat(answer.path("text").stringValue()).matches("\\s?\\{\"n\": ?[12]}");
    }

    @Test
    void generateEndsBeforeAStopString() {
        String[] arguments = {"generate", "--model", model, "--prompt", "Hello", "--greedy", "--ignore-eos", "--json"};
        String text = Outcome.of(home, arguments).worked().json().path("text").stringValue();
        String stop = text.substring(5, 8);
        List<String> stopped = new ArrayList<>(List.of(arguments));
        stopped.addAll(List.of("--stop", "never comes", "--stop", stop));
        JsonNode answer =
                Outcome.of(home, stopped.toArray(String[]::new)).worked().json();

        assertThat(answer.path("stop").stringValue()).isEqualTo("stop_string");
        assertThat(answer.path("stop_string").stringValue()).isEqualTo(stop);
        assertThat(answer.path("text").stringValue()).isEqualTo(text.substring(0, text.indexOf(stop)));
    }

    @Test
    void generateSaysWhatASchemaUsesThatIsNotSupported() throws IOException {
        Path schema = Files.writeString(folder.resolve("other.json"), "{\"not\":{}}");
        assertThat(Outcome.of(home, "generate", "--model", model, "--prompt", "x", "--schema", schema.toString())
                        .failed(1))
                .contains("the keyword \"not\" is not supported");
    }

    @Test
    void chatAnswersOnePrompt() {
        JsonNode answer = Outcome.of(
                        home, "chat", "--model", model, "--prompt", "Hello", "--greedy", "--max-tokens", "3", "--json")
                .worked()
                .json();

        assertThat(Outcome.fields(answer)).contains("prompt_ids", "ids", "text", "tokens_per_second");
    }

    @Test
    void doctor() {
        JsonNode findings = Outcome.of(home, "doctor", "--json").worked().json();

        assertThat(findings.path("fine").booleanValue()).isTrue();
        assertThat(findings.path("findings")
                        .valueStream()
                        .map(finding -> finding.path("what").stringValue()))
                .contains("Java", "memory", "engine", "device", "home", "network");
        assertThat(findings.path("findings")
                        .valueStream()
                        .filter(finding -> finding.path("what").stringValue().equals("device"))
                        .map(finding -> finding.path("kind").asString("")))
                .singleElement()
                .asString()
                .matches("[a-z_]+");
        assertThat(Leftovers.halfWritten(home)).isEmpty();
    }

    @Test
    void datanets() {
        JsonNode list = Outcome.of(home, "datanet", "list", "--json").worked().json();
        assertThat(list.path("datanets").size()).isEqualTo(3);
        JsonNode card = list.path("datanets")
                .valueStream()
                .filter(net -> net.path("name").stringValue().equals("defi-intents"))
                .findFirst()
                .orElseThrow();
        assertThat(Outcome.fields(card))
                .contains("name", "version", "rows", "held_out_rows", "contributors", "licences");

        JsonNode shown = Outcome.of(home, "datanet", "show", "defi-intents", "--json")
                .worked()
                .json();
        assertThat(shown.path("rows")).isEqualTo(card.path("rows"));
        JsonNode version = shown.path("versions").path(0);
        assertThat(version.path("root").stringValue()).matches("0x[0-9a-f]{64}");
        assertThat(version.path("rows").intValue())
                .isEqualTo(version.path("contributors")
                        .valueStream()
                        .mapToInt(share -> share.path("rows").intValue())
                        .sum());
    }

    @Test
    void datanetQuality() {
        Outcome outcome =
                Outcome.of(home, "datanet", "quality", "house-style", "--json").worked();
        JsonNode result = outcome.json();

        assertThat(Outcome.fields(result))
                .containsExactly("datanet", "rows", "held_out_rows", "seconds", "signals", "badges", "clusters");
        assertThat(result.path("signals").size()).isEqualTo(11);
        JsonNode email = result.path("badges")
                .valueStream()
                .filter(badge -> badge.path("kind").stringValue().equals("email"))
                .findFirst()
                .orElseThrow();
        assertThat(email.path("rows").intValue()).isEqualTo(1);
        JsonNode row = email.path("worst").path(0);
        assertThat(Outcome.fields(row)).containsExactly("content_hash", "place", "value", "reason");
        assertThat(row.path("place").stringValue()).startsWith("rows.jsonl:");
        assertThat(outcome.out()).as("personal data is masked").doesNotContain("someone@");
        JsonNode clusters = result.path("clusters");
        assertThat(clusters.path("largest").path(0).path("rows").size()).isGreaterThan(1);
        assertThat(Outcome.of(home, "datanet", "quality", "house-style")
                        .worked()
                        .out())
                .contains("E-mail address: 1 rows", "s…@example.org")
                .doesNotContain("someone@");
    }

    @Test
    void answersAreMeasuredByABaseOnce() {
        String[] arguments = {"datanet", "quality", "move-questions", "--base", model, "--json"};
        JsonNode first = Outcome.of(home, arguments).worked().json().path("answers");
        JsonNode second = Outcome.of(home, arguments).worked().json().path("answers");

        assertThat(Outcome.fields(first))
                .containsExactly("base", "measured", "rows", "question_does_not_help", "known_already");
        assertThat(first.path("measured").longValue())
                .isEqualTo(first.path("rows").longValue())
                .isGreaterThan(300);
        assertThat(second.path("measured").longValue()).isZero();
        assertThat(second.path("rows")).isEqualTo(first.path("rows"));
        assertThat(second.path("question_does_not_help")).isEqualTo(first.path("question_does_not_help"));
    }

    @Test
    void datanetCheck() {
        String[] arguments = {"datanet", "check", "house-style@1", "--base", model, "--max-length", "120", "--json"};
        JsonNode check = Outcome.of(home, arguments).worked().json();

        assertThat(Outcome.fields(check))
                .contains("rows", "kept", "cut", "dropped", "tokens", "lengths", "packed_share", "unfit", "leaks");
        assertThat(check.path("kept").intValue() + check.path("dropped").intValue())
                .isEqualTo(check.path("rows").intValue());
        assertThat(check.path("lengths").path("p50").intValue())
                .isBetween(1, check.path("lengths").path("max").intValue());
        assertThat(check.path("held_out_rows").intValue()).isEqualTo(60);
        JsonNode leaks = Outcome.of(home, "datanet", "check", "defi-intents@1", "--base", model, "--json")
                .worked()
                .json();
        assertThat(leaks.path("leaks").intValue()).isGreaterThan(5);
        assertThat(leaks.path("leaking")).hasSize(leaks.path("leaks").intValue());
        assertThat(Outcome.of(home, "datanet", "check", "nothing-like-it").failed(1))
                .contains("nothing-like-it");
    }

    @Test
    void benchQuality() {
        JsonNode figures = Outcome.of(home, "bench", "quality", "--rows", "2000", "--json")
                .worked()
                .json();

        assertThat(Outcome.fields(figures))
                .contains("rows", "near_duplicate_seconds", "near_duplicate_recall", "near_duplicate_precision");
        assertThat(figures.path("near_duplicate_recall").doubleValue()).isGreaterThan(0.95);
    }

    private static JsonNode decode(String type, String... more) {
        List<String> arguments = new ArrayList<>(List.of("bench", "decode", "--model", model, "--dtype", type));
        arguments.addAll(List.of("--prompt", "4", "--new", "4", "--json"));
        arguments.addAll(List.of(more));
        return Outcome.of(home, arguments.toArray(String[]::new)).worked().json();
    }

    @Test
    void benchDecode() {
        List<String> speed = List.of(
                "mode",
                "dtype",
                "first_token_seconds",
                "tokens_per_second",
                "bytes_per_token",
                "bandwidth_gb_per_second",
                "bandwidth_share",
                "peak_mib",
                "threads");
        JsonNode exact = decode("float32");
        JsonNode held = decode("int8");

        assertThat(Outcome.fields(exact)).containsExactlyElementsOf(speed);
        assertThat(Outcome.fields(decode("int8", "--speed-only"))).containsExactlyElementsOf(speed);
        assertThat(Outcome.fields(held))
                .startsWith(speed.toArray(String[]::new))
                .endsWith("error_tokens", "logprob_difference_nats", "perplexity_ratio", "likeliest_same_share");
        assertThat(held.path("dtype").stringValue()).isEqualTo("int8");
        assertThat(held.path("tokens_per_second").doubleValue()).isPositive();
        assertThat(held.path("bytes_per_token").longValue())
                .isLessThan(exact.path("bytes_per_token").longValue() / 2);
        assertThat(held.path("error_tokens").intValue()).isGreaterThan(400);
        assertThat(held.path("logprob_difference_nats").doubleValue()).isPositive();
        assertThat(held.path("perplexity_ratio").doubleValue()).isBetween(0.9, 1.1);
        assertThat(held.path("likeliest_same_share").doubleValue()).isBetween(0.8, 1.0);
    }

    @Test
    void benchServe() throws IOException {
        Path plot = folder.resolve("rates.svg");
        JsonNode figures = Outcome.of(
                        home,
                        "bench",
                        "serve",
                        "--model",
                        model,
                        "--adapters",
                        "4",
                        "--few",
                        "2",
                        "--batch",
                        "2",
                        "--requests",
                        "4",
                        "--rounds",
                        "1",
                        "--shortest",
                        "2",
                        "--longest",
                        "12",
                        "--rate",
                        "50",
                        "--plot",
                        plot.toString(),
                        "--json")
                .json();
        assertThat(figures.path("base_tokens_per_second").doubleValue()).isPositive();
        assertThat(figures.path("by_adapters").path("2").doubleValue()).isPositive();
        assertThat(figures.path("by_adapters").path("4").doubleValue())
                .isEqualTo(figures.path("distinct_tokens_per_second").doubleValue());
        for (String popularity : List.of("identical", "distinct", "uniform", "skewed", "zipf")) {
            assertThat(figures.path(popularity + "_tokens_per_second").doubleValue())
                    .as(popularity)
                    .isPositive();
        }
        assertThat(figures.path("batch_to_alone").doubleValue()).isPositive();
        assertThat(figures.path("alone_merged_to_base").doubleValue()).isPositive();
        assertThat(figures.path("merged_mib").doubleValue()).isPositive();
        assertThat(figures.path("cold_ms_p99").doubleValue())
                .isGreaterThan(figures.path("warm_ms_p50").doubleValue());
        assertThat(figures.path("adapter_memory_to_bytes").isNumber()).isTrue();
        assertThat(figures.path("arriving_in_time").doubleValue()).isEqualTo(1);
        assertThat(figures.path("arriving_base_in_time").doubleValue()).isEqualTo(1);
        assertThat(figures.path("arriving_requests_to_base").doubleValue())
                .isEqualTo(figures.path("arriving_requests_per_second").doubleValue()
                        / figures.path("arriving_base_requests_per_second").doubleValue());
        assertThat(figures.path("arriving_seconds_to_base").doubleValue())
                .isEqualTo(figures.path("arriving_mean_seconds").doubleValue()
                        / figures.path("arriving_base_mean_seconds").doubleValue());
        assertThat(figures.path("arriving_first_token_to_base").doubleValue()).isPositive();
        assertThat(plot).content().contains("<svg", "distinct", "skewed", "zipf");
    }

    @Test
    void version() {
        assertThat(Outcome.of(home, "--version").worked().out()).startsWith("cultivar ");
    }
}
