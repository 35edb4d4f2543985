package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command left behind: its exit code and what it said. */
record Outcome(int code, String out, String err) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Runs a command line in this process, on a home of its own. */
    static Outcome of(Path home, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of("--home", home.toString()));
        all.addAll(Arrays.asList(arguments));
        int code = Cli.run(stream(out), stream(err), all.toArray(String[]::new));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Asserts that all of it worked. */
    Outcome worked() {
        assertThat(code).as(toString()).isZero();
        return this;
    }

    /** The JSON objects on standard output, where every line must be one. */
    List<JsonNode> objects() {
        return out.lines().map(line -> JSON.readTree(line)).toList();
    }

    /** The one JSON object on standard output. */
    JsonNode json() {
        assertThat(out.lines()).as("lines of standard output").hasSize(1);
        return objects().getFirst();
    }

    /** The names of an object's fields. */
    static List<String> fields(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    /**
     * Asserts a failure in one line that a person understands.
     *
     * @return the line
     */
    String failed(int expectedCode) {
        assertThat(code).as(toString()).isEqualTo(expectedCode);
        assertThat(out).as("standard output").isEmpty();
        return line();
    }

    /** The last line of standard error, which must be the error; asserts that there is no other error. */
    String line() {
        List<String> lines = err.lines().toList();
        assertThat(lines).isNotEmpty();
        assertThat(lines.stream().filter(line -> line.startsWith("cultivar: "))).hasSize(1);
        String last = lines.getLast();
        assertThat(last)
                .startsWith("cultivar: ")
                .doesNotContain("Exception", "\tat ", "Cultivar failed", "null", "REDACTED");
        return last;
    }

    /** Asserts a failure that standard error tells as one object and nothing else. */
    JsonNode failedAsJson(int expectedCode) {
        assertThat(code).as(toString()).isEqualTo(expectedCode);
        assertThat(out).as("standard output").isEmpty();
        assertThat(err.lines()).as("lines of standard error").hasSize(1);
        JsonNode error = JSON.readTree(err);
        assertThat(fields(error)).containsExactly("error", "hint");
        assertThat(error.path("error").stringValue())
                .isNotBlank()
                .doesNotContain("\n", "Exception", "Cultivar failed", "REDACTED");
        return error;
    }
}
