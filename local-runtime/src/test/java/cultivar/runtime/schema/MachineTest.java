package cultivar.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.runtime.schema.Machine.State;
import cultivar.runtime.seedling.Seedling;
import cultivar.runtime.text.TestTokenizers;
import cultivar.runtime.text.TokenTrie;
import cultivar.runtime.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class MachineTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final long FEW_STEPS = 2_000;

    @TempDir
    static Path temporary;

    @SuppressWarnings("NullAway.Init")
    private static Tokenizer seedling;

    @BeforeAll
    static void open() {
        seedling = Tokenizer.open(Seedling.install(temporary));
    }

    @AfterAll
    static void close() {
        seedling.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'pattern': '^.{1,1000}$'}",
                "{'pattern': '^[a-z]{1,200}$'}",
                "{'pattern': '^(a|b|c){1,300}x$'}",
                "{'pattern': '^([a-z]{2}.?){300}$'}",
                "{'type': 'string', 'maxLength': 1000}",
                "{'type': 'string', 'minLength': 500}",
                "{'type': 'array', 'items': {'type': 'string'}, 'maxItems': 1000}"
            })
    void whatIsFarFromItsLimitsTakesFewSteps(String schema) {
        Read read = Read.of(schema.replace('\'', '"'), seedling);
        boolean array = schema.contains("array");
        State state = read.after(read.machine.start(), array ? "[\"" : "\"");
        for (int i = 0; i < 10; i++) {
            read.machine.mask(state);
            state = read.after(state, array ? "a\",\"a" : "ab");
        }
        long[] before = read.machine.mask(state);
        for (int i = 0; i < 50; i++) {
            state = read.after(state, array ? "a\",\"a" : "ab");
            long[] mask = read.machine.mask(state);
            assertThat(read.effort.steps()).isLessThan(FEW_STEPS);
            assertThat(mask).isSameAs(before);
        }
    }

    /** Masks of states that share one must be those of the states themselves. */
    @ParameterizedTest
    @ValueSource(strings = {"seedling", "byte-level", "metaspace-first"})
    void aMaskTellsWhatTheMachineTakes(String name) {
        try (Tokenizer tokenizer =
                name.equals("seedling") ? Tokenizer.open(Seedling.install(temporary)) : tokenizer(name)) {
            List<String> others = List.of(
                    "{\"pattern\": \"^.{3,40}$\"}",
                    "{\"pattern\": \"^(a|.b){2,30}[^c]{0,20}$\"}",
                    "{\"pattern\": \"(e.{0,20}){3}\"}",
                    "{\"type\": \"string\", \"minLength\": 20, \"maxLength\": 45}",
                    "{\"type\": \"array\", \"items\": {\"enum\": [1, 12, \"a\"]}, \"minItems\": 20, \"maxItems\": 40}");
            for (JsonNode schema : MAPPER.readTree(MachineTest.class.getResourceAsStream("schemas.json"))) {
                compare(Read.of(schema.toString(), tokenizer), 25);
            }
            others.forEach(schema -> compare(Read.of(schema, tokenizer), 120));
        }
    }

    private static void compare(Read read, int length) {
        SplittableRandom random = new SplittableRandom(7);
        State state = read.machine.start();
        for (int i = 0; i < length; i++) {
            long[] mask = read.machine.mask(state);
            List<Integer> allowed = IntStream.range(0, 64 * mask.length)
                    .filter(id -> (mask[id >> 6] >> id & 1) != 0)
                    .boxed()
                    .toList();
            assertThat(allowed).isEqualTo(read.taken(state));
            if (allowed.isEmpty()) {
                return;
            }
            int id = allowed.get(random.nextInt(allowed.size()));
            for (int tries = 0; tries < 5 && read.spelt(id).contains("\""); tries++) {
                id = allowed.get(random.nextInt(allowed.size()));
            }
            state = Objects.requireNonNull(read.machine.after(state, Objects.requireNonNull(read.trie.bytes(id))));
        }
    }

    @Test
    void patternsTakeWhatJavasTake() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 400; round++) {
            String pattern = "^" + pattern(random, 3) + "$";
            Pattern java = Pattern.compile(pattern);
            Read read = Read.of("{\"pattern\": " + MAPPER.writeValueAsString(pattern) + "}", seedling);
            for (int i = 0; i < 50; i++) {
                String text = random.ints(random.nextInt(7), 0, 5)
                        .mapToObj(which -> List.of("a", "b", "\u00e9", "\u6771", "\ud83d\ude42")
                                .get(which))
                        .collect(Collectors.joining());
                assertThat(read.takes("\"" + text + "\""))
                        .as("%s: %s", pattern, text)
                        .isEqualTo(java.matcher(text).matches());
            }
        }
    }

    private static String pattern(SplittableRandom random, int depth) {
        int kind = depth == 0 ? random.nextInt(3) : random.nextInt(7);
        return switch (kind) {
            case 0 -> List.of("a", "b", "\u00e9", "\ud83d\ude42").get(random.nextInt(4));
            case 1 -> List.of("[ab]", "[^a]", "[a-\u6770]", "[\u6771-\u6775]").get(random.nextInt(4));
            case 2 -> ".";
            case 3 -> "(" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
            case 4 ->
                "(" + pattern(random, depth - 1) + ")"
                        + List.of("?", "*", "+", "{2}", "{1,3}", "{2,}").get(random.nextInt(6));
            default -> pattern(random, depth - 1) + pattern(random, depth - 1);
        };
    }

    @Test
    void refusesBeforeTheAnswerWhatWouldKeepOthersWaiting() {
        String alternatives = IntStream.range(0, 1600)
                .mapToObj(
                        i -> "{\"type\":\"string\",\"minLength\":" + (i % 16) + ",\"maxLength\":" + (20 + i / 16) + "}")
                .collect(Collectors.joining(","));
        String patterns = IntStream.range(0, 500)
                .mapToObj(i -> "{\"pattern\":\"^.{" + i + "}x$\"}")
                .collect(Collectors.joining(","));
        for (String options : List.of(alternatives, patterns)) {
            JsonSchema schema = JsonSchema.of("{\"anyOf\":[" + options + "]}");
            assertThatThrownBy(() -> schema.begin(seedling))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageStartingWith("The schema cannot be used: so much may come next");
        }
        assertThatThrownBy(() -> JsonSchema.of("{\"pattern\":\"^(.{1,100}){1,100}$\"}"))
                .hasMessage("The schema cannot be used: a pattern repeats too much.");
    }

    @Test
    void howeverManyValuesAreListedTheyTakeFewSteps() {
        String listed = IntStream.range(0, 5000)
                .mapToObj(i -> "\"word " + Integer.toString(i * 7919, 36) + "\"")
                .collect(Collectors.joining(","));
        Read read = Read.of("{\"enum\":[" + listed + "]}", seedling);
        read.machine.mask(read.after(read.machine.start(), "\""));
        assertThat(read.effort.steps()).isLessThan(FEW_STEPS);
        assertThat(read.takes("\"word " + Integer.toString(7919, 36) + "\"")).isTrue();
        assertThat(read.takes("\"word\"")).isFalse();
    }

    /** Read from their ends, references are never deep; an answer meets them from their beginning. */
    @Test
    void referencesMayLeadDeeperThanAThreadsStack() {
        int last = 20_000;
        ObjectNode schema = MAPPER.createObjectNode();
        ObjectNode definitions = schema.putObject("$defs");
        definitions.putObject("" + last).put("type", "null");
        ArrayNode ways = schema.putArray("anyOf");
        ObjectNode fromTheEnd = ways.addObject();
        ObjectNode properties = fromTheEnd.putObject("properties");
        ArrayNode required = fromTheEnd.putArray("required");
        for (int i = last; i > 0; i--) {
            definitions.putObject("" + (i - 1)).put("$ref", "#/$defs/" + i);
            properties.putObject("" + i).put("$ref", "#/$defs/" + i);
            required.add("" + i);
        }
        ways.addObject().putObject("items").put("$ref", "#/$defs/0");
        Read read = Read.of(schema.toString(), seedling);
        assertThat(read.takes("[null]")).isTrue();
        assertThat(read.takes("[1]")).isFalse();
    }

    @Test
    void forgetsWhatItKeepsBeforeItBecomesTooMuch() {
        Read read = Read.of("{\"pattern\": \"a.{100}|b.{90}|c.{80}|d.{70}|e.{60}\"}", seedling);
        SplittableRandom random = new SplittableRandom(3);
        State state = read.after(read.machine.start(), "\"");
        long most = 0;
        boolean forgot = false;
        for (int i = 0; i < 4000; i++) {
            read.machine.mask(state);
            state = read.after(state, "" + (char) random.nextInt('a', 'f'));
            forgot |= read.effort.bytes() < most;
            most = Math.max(most, read.effort.bytes());
        }
        assertThat(forgot).isTrue();
        assertThat(most).isLessThan(40L << 20);
    }

    private static Tokenizer tokenizer(String name) {
        return Tokenizer.open(TestTokenizers.folder(name));
    }

    private record Read(Machine machine, Effort effort, TokenTrie trie, int vocabulary) {
        static Read of(String json, Tokenizer tokenizer) {
            SchemaReader reader = new SchemaReader(SchemaReader.parsed(json));
            Rule root = reader.root();
            Machine machine = new Machine(
                    root, reader.endless(), reader.patterns(), tokenizer.trie(), tokenizer.vocabularySize());
            machine.tryOut();
            return new Read(machine, reader.patterns().effort(), tokenizer.trie(), tokenizer.vocabularySize());
        }

        State after(State state, String text) {
            return Objects.requireNonNull(machine.after(state, text.getBytes(StandardCharsets.UTF_8)));
        }

        boolean takes(String text) {
            State then = machine.after(machine.start(), text.getBytes(StandardCharsets.UTF_8));
            return then != null && then.isComplete();
        }

        String spelt(int id) {
            return new String(Objects.requireNonNull(trie.bytes(id)), StandardCharsets.UTF_8);
        }

        /** One by one; those that the trie leaves out of all masks do not count. */
        List<Integer> taken(State state) {
            return IntStream.range(0, vocabulary)
                    .filter(id -> {
                        byte[] bytes = trie.bytes(id);
                        return bytes != null && bytes.length > 0 && machine.after(state, bytes) != null;
                    })
                    .boxed()
                    .toList();
        }
    }
}
