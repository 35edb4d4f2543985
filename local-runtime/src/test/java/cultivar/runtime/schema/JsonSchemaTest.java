package cultivar.runtime.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.Continuation.Step;
import cultivar.runtime.generate.Generation.StopReason;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.generate.Stopping;
import cultivar.runtime.seedling.Seedling;
import cultivar.runtime.text.TestTokenizers;
import cultivar.runtime.text.Tokenizer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonSchemaTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final int PATIENCE = 60;
    private static final int LIMIT = 3000;

    @TempDir
    static Path temporary;

    @SuppressWarnings("NullAway.Init")
    private static Tokenizer seedling;

    /** The token of every byte that has one. */
    private static final int[] SINGLES = new int[256];

    @BeforeAll
    static void open() {
        seedling = Tokenizer.open(Seedling.install(temporary));
        for (int id = 0; id < seedling.vocabularySize(); id++) {
            byte[] bytes = seedling.trie().bytes(id);
            if (bytes != null && bytes.length == 1) {
                SINGLES[bytes[0] & 0xff] = id;
            }
        }
    }

    @AfterAll
    static void close() {
        seedling.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"seedling", "byte-level", "prepend", "metaspace-first", "golden"})
    void whateverIsDrawnIsJsonThatSatisfiesTheSchema(String name) {
        try (Tokenizer tokenizer = tokenizer(name)) {
            for (Map.Entry<String, JsonNode> entry : schemas().properties()) {
                JsonSchema schema = JsonSchema.of(entry.getValue());
                Validator validator = new Validator(entry.getValue());
                for (int seed = 0; seed < 12; seed++) {
                    double temperature = seed % 3 == 0 ? 0 : 1;
                    Sampling sampling = new Sampling(temperature, 0, 1, seed).withSchema(schema);
                    String text = drawn(tokenizer, sampling, seed);
                    JsonNode value = MAPPER.readTree(text);
                    assertThat(validator.isValid(value))
                            .as("%s: %s", entry.getKey(), text)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void anyObjectIsAnObject() {
        for (int seed = 0; seed < 50; seed++) {
            Sampling sampling = new Sampling(1, 0, 1, seed).withSchema(JsonSchema.anyObject());
            assertThat(MAPPER.readTree(drawn(seedling, sampling, seed)).isObject())
                    .isTrue();
        }
    }

    @Test
    void formatsGiveTextsThatTheirReadersTake() {
        for (int seed = 0; seed < 30; seed++) {
            LocalDate.parse(ofFormat("date", seed));
            OffsetTime.parse(ofFormat("time", seed));
            OffsetDateTime.parse(ofFormat("date-time", seed));
            Duration.parse(ofFormat("duration", seed));
            assertThat(UUID.fromString(ofFormat("uuid", seed)).variant()).isEqualTo(2);
            assertThat(ofFormat("email", seed)).matches("[^@]+@[^@]+\\.[a-z]+");
            assertThat(URI.create(ofFormat("uri", seed)).getHost()).contains(".");
            assertThat(ofFormat("ipv4", seed)).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
        }
        assertTakes("{\"type\": \"string\", \"format\": \"colour\"}", "\"what ever\"");
        assertTakes("{\"type\": \"integer\", \"format\": \"int32\"}", "12");
        assertTakes("{\"format\": \"date\"}", "\"2020-11-30\"");
        assertRefuses("{\"format\": \"date\"}", "\"2026-02-29\"", "\"2026-13-01\"", "\"soon\"", "1");
    }

    @Test
    void aFormatOrPatternIsKeptBesideLengthsThatItKeepsByItself() {
        String page = "{\"format\": \"uri\", \"minLength\": 1, \"maxLength\": 2083}";
        assertTakes(page, "\"https://example.org/a\"");
        assertRefuses(page, "\"example\"");
        assertTakes("{\"pattern\": \"^([A-Z]{2}|\u00e9.{2,3})$\", \"minLength\": 2, \"maxLength\": 4}", "\"AB\"");
        for (String no : List.of("'format':'email','maxLength':50", "'pattern':'^a*$','maxLength':5000")) {
            assertThatThrownBy(() -> JsonSchema.of(("{" + no + "}").replace('\'', '"')))
                    .hasMessageEndingWith(" beside a length that it does not keep by itself is not supported (at #).");
        }
        assertThatThrownBy(() -> JsonSchema.of("{\"pattern\":\"^(a|bc)+$\",\"minLength\":2}"))
                .hasMessageStartingWith("The schema cannot be used: \"pattern\" beside a length");
    }

    private static String ofFormat(String format, int seed) {
        JsonSchema schema = JsonSchema.of(MAPPER.readTree("{\"type\": \"string\", \"format\": \"" + format + "\"}"));
        return MAPPER.readTree(drawn(seedling, new Sampling(1, 0, 1, seed).withSchema(schema), seed))
                .stringValue();
    }

    @Test
    void aPatternIsNoDeeperThanAThreadCanRead() {
        assertThatThrownBy(() -> JsonSchema.of(
                        MAPPER.readTree("{\"pattern\": \"" + "(".repeat(20_000) + "a" + ")".repeat(20_000) + "\"}")))
                .isInstanceOf(SchemaException.class);
    }

    @Test
    void schemasAreNoDeeperThanAThreadCanRead() {
        String chain = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"" + i + "\":{\"items\":{\"$ref\":\"#/$defs/" + (i + 1) + "\"}}")
                .collect(Collectors.joining(",", "{\"$ref\":\"#/$defs/0\",\"$defs\":{", ",\"5000\":{}}}"));
        assertThatThrownBy(() -> JsonSchema.of(chain))
                .hasMessage(
                        "The schema cannot be used: schemas within schemas, or references to references, are more than"
                                + " 250 deep.");
        assertTakes("{\"items\":".repeat(240) + "{}" + "}".repeat(240), "[".repeat(241) + "]".repeat(241));
    }

    /** References by the hundred, the last hundred first, so that each ends in what is known. */
    @Test
    @Timeout(10)
    void aLongSchemaIsReadInTime() {
        int last = 20_000;
        String definitions = IntStream.range(0, last)
                .mapToObj(i -> "\"" + i + "\":{\"minItems\":1,\"items\":{\"$ref\":\"#/$defs/" + (i + 1) + "\"}}")
                .collect(Collectors.joining(",", "", ",\"" + last + "\":{\"type\":\"null\"}"));
        String ways = IntStream.rangeClosed(1, last / 100)
                .mapToObj(i -> "{\"$ref\":\"#/$defs/" + (last - 100 * i) + "\"}")
                .collect(Collectors.joining(","));
        String chain = "{\"anyOf\":[" + ways + "],\"$defs\":{" + definitions + "}}";
        assertThat(JsonSchema.of(chain)).isNotNull();
        String letters = IntStream.range(0, 20_000)
                .mapToObj(i -> Character.toString(0x20000 + 2 * i))
                .collect(Collectors.joining());
        assertThat(JsonSchema.of("{\"pattern\":\"^[" + letters + "]$\"}")).isNotNull();
    }

    @Test
    void controlCharactersOfAPatternAreEscaped() {
        String schema = "{\"pattern\": \"^[\\\\u0001\\\\x1f\\\\t\\\\u000b]+$\"}";
        assertTakes(schema, "\"\\u0001\"", "\"\\u001f\\u001F\\u000b\\t\"");
        assertRefuses(schema, "\"\\u0002\"", "\"\\u0009\"", "\"\u0001\"", "\"\\u0041\"", "\"\\u0001");
    }

    @Test
    void takesWhatTheSchemaAllowsAndNothingElse() {
        String person = """
            {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
              "name": {"type": "string", "minLength": 1, "maxLength": 3},
              "age": {"type": "integer", "minimum": 0, "maximum": 130},
              "tags": {"type": "array", "items": {"enum": ["a", "b c"]}, "maxItems": 2}}}\
            """;
        assertTakes(
                person,
                "{\"name\":\"Bo\"}",
                "{\"name\": \"B\\u00e9\\\"\", \"age\": 130}",
                "{\"name\":\"\ud83d\ude42\"}");
        assertTakes(
                person, " {\"name\":\"Bo\",\"tags\":[]}", "{\"name\":\"\\ud83d\\ude42\",\"tags\":[\"a\", \"b c\"]}");
        assertRefuses(person, "{}", "{\"name\":\"\"}", "{\"name\":\"Bobo\"}", "{\"name\":\"Bo\",\"age\":131}");
        assertRefuses(person, "{\"age\":1,\"name\":\"Bo\"}", "{\"name\":\"Bo\",\"other\":1}", "{\"name\":\"Bo\",}");
        assertRefuses(
                person,
                "{\"name\":\"Bo\",\"tags\":[\"a\",\"a\",\"a\"]}",
                "{\"name\":\"B\\ud83d\"}",
                "{ \"name\":\"B\"}");
        assertRefuses(person, "{\"name\":\"Bo\"} ", "{\"name\":  \"Bo\"}", "{\"name\":\"\n\"}", "{\"name\":\"Bo\"");
    }

    @Test
    void otherMembersNeverTakeANameThatIsTaken() {
        String schema = """
            {"type": "object", "properties": {"age": {"type": "integer"}}, "additionalProperties": {"type": "string"}}\
            """;
        assertTakes(schema, "{\"age\":1,\"ag\":\"\",\"agent\":\"x\"}", "{\"\":\"\"}", "{}");
        assertRefuses(
                schema,
                "{\"age\":\"x\"}",
                "{\"age\":1,\"age\":\"x\"}",
                "{\"\\u0061ge\":\"x\"}",
                "{\"b\":\"\",\"age\":1}");
    }

    @Test
    void aWholeSchemaMayHaveAName() {
        assertTakes("{\"$id\":\"tree\",\"items\":{\"$ref\":\"#\"}}", "[[],[[]]]");
    }

    @Test
    void leavesOutWhatCouldNeverEnd() {
        String schema = """
            {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/chain"}], "$defs": {"chain":
              {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/$defs/chain"}}}}}\
            """;
        assertTakes(schema, "null");
        JsonConstraint constraint = JsonSchema.of(schema).begin(seedling);
        assertThatThrownBy(() -> constraint.take(SINGLES['{'])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> JsonSchema.of("{\"$ref\":\"#\"}"))
                .hasMessage("The schema asks for something that never ends or cannot be.");
    }

    @Test
    void endTokensComeOnlyWhereTheJsonIsWholeAndControlTokensNever() {
        JsonConstraint constraint =
                JsonSchema.of("{\"type\":\"integer\",\"maximum\":12}").begin(seedling);
        assertThat(allowed(constraint)).doesNotContain(seedling.eosId());
        constraint.take(SINGLES['1']);
        assertThat(allowed(constraint)).contains(seedling.eosId());
        assertThat(allowed(constraint)).noneMatch(id -> seedling.specialIds().contains(id) && id != seedling.eosId());
        assertThat(constraint.isComplete()).isTrue();
        assertThat(constraint.isOver()).isFalse();
        constraint.take(SINGLES['2']);
        assertThat(constraint.isOver()).isTrue();
    }

    @Test
    void saysSoWhereTheLimitEndsTheText() {
        Sampling sampling =
                new Sampling(1, 0, 1, 1).withSchema(JsonSchema.of("{\"type\":\"string\",\"minLength\":50}"));
        Continuation continuation = new Continuation(seedling, new int[] {1}, sampling, Stopping.after(5), 1000);
        Step step = continuation.next(new float[seedling.vocabularySize()]);
        while (step.end() == null) {
            step = continuation.next(new float[seedling.vocabularySize()]);
        }
        assertThat(step.end()).isEqualTo(StopReason.MAX_TOKENS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'not':{}}|the keyword \"not\" is not supported (at #)",
                "{'properties':{'a':{'multipleOf':2}}}|the keyword \"multipleOf\" is not supported (at #/properties/a)",
                "{'type':'strin'}|there is no type \"strin\" (at #)",
                "{'anyOf':[{'$ref':'#/$defs/x'}]}|\"$ref\" to \"#/$defs/x\" leads nowhere in the schema (at #/anyOf/0)",
                "{'$ref':'other.json'}|\"$ref\" to \"other.json\" leads nowhere in the schema (at #)",
                "{'properties':{'a':{'$id':'b','$ref':'#/$defs/x'}},'$defs':{'x':{}}}|\"$ref\" inside a schema with an"
                        + " \"$id\" of its own is not supported (at #/properties/a)",
                "{'allOf':[{},{}]}|\"allOf\" of several schemas is not supported (at #)",
                "{'type':'integer','minimum':1.5,'maximum':1.9}|no number is within its limits (at #)",
                "{'anyOf':[{}],'type':'object'}|\"type\" beside \"anyOf\" is not supported (at #)",
                "{'enum':['a'],'minLength':3}|\"minLength\" beside \"enum\" is not supported (at #)",
                "{'enum':['a'],'type':'integer'}|\"enum\" has no value of the type (at #)",
                "{'minItems':2,'maxItems':1}|\"minItems\" is above \"maxItems\" (at #)",
                "{'minLength':-1}|\"minLength\" must be a whole number that is not negative (at #)",
                "{'required':['a'],'additionalProperties':false}|\"required\" names \"a\", which is no property (at #)",
                "{'type':'string','required':true}|\"required\" must be an array of names (at #)",
                "{'required':'a'}|\"required\" must be an array of names (at #)",
                "{'required':[1]}|\"required\" must be an array of names (at #)",
                "{'enum':{'a':'b'}}|\"enum\" must be an array of values (at #)",
                "{'const':['\\ud800']}|\"const\" has half of a character, which cannot be written (at #)",
                "{'pattern':5}|\"pattern\" must be a text (at #)",
                "{'type':'string','format':['date']}|\"format\" must be a text (at #)",
                "{'oneOf':[{'type':'integer'},{'type':'number'}]}|both 0 and 1 of \"oneOf\" might hold at once; use"
                        + " \"anyOf\", or a required member with a \"const\" of its own in each (at #)"
            })
    void refusesWhatItCannotHoldAnAnswerTo(String schemaAndReason) {
        String[] parts = schemaAndReason.split("\\|", 2);
        assertThatThrownBy(() -> JsonSchema.of(parts[0].replace('\'', '"')))
                .isInstanceOf(SchemaException.class)
                .hasMessage("The schema cannot be used: " + parts[1] + ".");
    }

    @Test
    void refusesWhatIsNoJsonAndTokenizersThatCannotSpellIt() {
        assertThatThrownBy(() -> JsonSchema.of("{\"type\":")).hasMessageStartingWith("The schema is no JSON: ");
        try (Tokenizer unigram = Tokenizer.open(TestTokenizers.folder("unigram"))) {
            assertThatThrownBy(() -> JsonSchema.anyObject().begin(unigram))
                    .hasMessageStartingWith("This model's tokenizer cannot be held to a schema");
        }
    }

    private static JsonNode schemas() {
        return MAPPER.readTree(JsonSchemaTest.class.getResourceAsStream("schemas.json"));
    }

    private Tokenizer tokenizer(String name) {
        if (name.equals("seedling")) {
            return Tokenizer.open(Seedling.install(temporary));
        }
        if (!name.equals("golden")) {
            return Tokenizer.open(TestTokenizers.folder(name));
        }
        Path folder = Path.of(System.getProperty("cultivar.golden", "golden")).resolve("models/qwen3");
        assumeTrue(Files.exists(folder), () -> "skipped: there are no reference values at " + folder);
        return Tokenizer.open(folder);
    }

    /** Draws by random logits; after a while those that close what is open become the likeliest. */
    private static String drawn(Tokenizer tokenizer, Sampling sampling, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Continuation continuation = new Continuation(tokenizer, new int[] {1}, sampling, Stopping.after(LIMIT), LIMIT);
        int patience = random.nextInt(PATIENCE);
        Step step;
        int place = 0;
        do {
            float[] logits = new float[tokenizer.vocabularySize() + 3];
            boolean inside = isInString(continuation.text());
            for (int id = 0; id < logits.length; id++) {
                byte[] bytes = tokenizer.trie().bytes(id);
                String piece = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
                boolean closes = inside ? piece.equals("\"") : piece.equals("}") || piece.equals("]");
                float closing = closes ? 80 : piece.equals("\"") ? 60 : 0;
                float ending = tokenizer.endIds().contains(id) ? 100 : closing;
                logits[id] = (float) (3 * random.nextGaussian()) + (place > patience ? ending : 0);
            }
            step = continuation.next(logits);
            place++;
        } while (step.end() == null);
        assertThat(step.end()).as(continuation.text()).isIn(StopReason.END_TOKEN, StopReason.COMPLETE);
        return continuation.text();
    }

    private static boolean isInString(String text) {
        return text.replaceAll("\\\\.", "").chars().filter(sign -> sign == '"').count() % 2 == 1;
    }

    private static List<Integer> allowed(JsonConstraint constraint) {
        float[] logits = new float[seedling.vocabularySize()];
        constraint.restrict(logits);
        return IntStream.range(0, logits.length)
                .filter(id -> logits[id] == 0)
                .boxed()
                .toList();
    }

    private static void assertTakes(String schema, String... texts) {
        for (String text : texts) {
            assertThat(takes(schema, text)).as(text).isTrue();
        }
    }

    private static void assertRefuses(String schema, String... texts) {
        for (String text : texts) {
            assertThat(takes(schema, text)).as(text).isFalse();
        }
    }

    private static boolean takes(String schema, String text) {
        JsonConstraint constraint = JsonSchema.of(schema).begin(seedling);
        try {
            for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
                constraint.take(SINGLES[next & 0xff]);
            }
        } catch (IllegalStateException e) {
            return false;
        }
        return constraint.isComplete();
    }
}
