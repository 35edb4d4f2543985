package cultivar.datanet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cultivar.datanet.EvmAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoDatanetsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> LICENCES = Set.of("CC-BY-4.0", "CC0-1.0", "MIT");

    @TempDir
    Path folder;

    static Stream<DemoDatanet> datanets() {
        return DemoDatanets.all().stream();
    }

    static Stream<Demo> demos() {
        return DemoDatanets.generators().stream();
    }

    @Test
    void theFilesInTheBoxAreTheOnesThatTheGeneratorsWrite() throws IOException {
        DemoDatanets.write(folder);

        for (DemoDatanet datanet : DemoDatanets.all()) {
            Path written = folder.resolve(datanet.name());
            assertSame(datanet.card(), written.resolve("datanet.json"));
            assertSame(datanet.rows(), written.resolve("rows.jsonl"));
            assertSame(datanet.heldOut(), written.resolve("heldout.jsonl"));
        }
    }

    private static void assertSame(InputStream committed, Path written) throws IOException {
        try (committed) {
            assertThat(written).hasBinaryContent(committed.readAllBytes());
        }
    }

    @ParameterizedTest
    @MethodSource("datanets")
    void everyRowSaysWhoseItIsUnderWhichLicenceAndIsTaggedFromTheCard(DemoDatanet datanet) throws IOException {
        Set<String> tags;
        try (InputStream in = datanet.card()) {
            JsonNode card = JSON.readTree(in);
            assertThat(card.path("name").asString()).isEqualTo(datanet.name());
            assertThat(card.path("guidelines").asString()).isNotBlank();
            tags = card.path("tags").properties().stream()
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
        Set<String> contributors = new HashSet<>();
        Set<String> licences = new HashSet<>();
        for (JsonNode row : bothSides(datanet)) {
            contributors.add(new EvmAddress(row.path("contributor").asString()).value());
            licences.add(row.path("licence").asString());
            assertThat(row.path("messages")).hasSize(2);
            assertThat(row.path("source").asString()).isNotBlank();
            assertThat(row.path("tags")).isNotEmpty().allMatch(tag -> tags.contains(tag.asString()));
        }
        assertThat(contributors).hasSizeBetween(5, 7);
        assertThat(licences).isEqualTo(LICENCES);
    }

    @ParameterizedTest
    @MethodSource("demos")
    void noHeldOutRequestIsAmongTheTrainingRows(Demo demo) {
        Set<String> trained = demo.rows().stream().map(row -> bare(row.user())).collect(Collectors.toSet());

        assertThat(demo.heldOut()).isNotEmpty().noneMatch(row -> trained.contains(bare(row.user())));
        assertThat(demo.heldOut().stream().map(row -> bare(row.user()))).doesNotHaveDuplicates();
    }

    /** Without case, marks around words, the frames of house style and politeness. */
    private static String bare(String request) {
        return Requests.key(request.replaceFirst("^[A-Za-z ]*house style: ", "").replaceFirst("^House style: ", ""));
    }

    @ParameterizedTest
    @MethodSource("demos")
    void blemishesAreInTrainingRowsOnly(Demo demo) {
        assertThat(demo.rows().stream().map(Demo.Row::toString)).anyMatch(row -> row.contains("someone@example.org"));
        assertThat(demo.rows().stream().map(row -> row.user() + row.assistant()).distinct())
                .hasSizeBetween(demo.rows().size() - 6, demo.rows().size() - 4);
        assertThat(demo.rows()).as("or the store would hold copies once").doesNotHaveDuplicates();
        assertThat(demo.heldOut().stream().map(Demo.Row::toString)).noneMatch(row -> row.contains("@"));
        assertThat(demo.heldOut()).doesNotHaveDuplicates();
    }

    @Test
    void sizesAreWhatTheCardsPromise() {
        assertThat(DemoDatanets.generators())
                .extracting(demo -> demo.rows().size(), demo -> demo.heldOut().size())
                .containsExactly(tuple(700, 100), tuple(308, 50), tuple(400, 60));
    }

    @Test
    void everyIntentIsOneObjectWhoseValuesStandInTheRequest() {
        Demo demo = DefiIntents.generate();
        Map<String, List<String>> keys = Map.of(
                "swap", List.of("action", "token", "amount", "to"),
                "stake", List.of("action", "token", "amount"),
                "unstake", List.of("action", "token", "amount"),
                "send", List.of("action", "token", "amount", "to"),
                "bridge", List.of("action", "token", "amount", "from", "to"),
                "balance", List.of("action", "token"),
                "claim", List.of("action", "token"));
        for (Demo.Row row :
                Stream.concat(demo.rows().stream(), demo.heldOut().stream()).toList()) {
            JsonNode answer = JSON.readTree(row.assistant());
            assertThat(JSON.writeValueAsString(answer)).isEqualTo(row.assistant());
            List<String> names =
                    answer.properties().stream().map(Map.Entry::getKey).toList();
            List<String> expected = keys.getOrDefault(answer.path("action").asString(), List.of("no such action"));
            assertThat(names.subList(0, expected.size())).isEqualTo(expected);
            assertThat(names.subList(expected.size(), names.size())).isSubsetOf("network");
            answer.properties().forEach(field -> {
                if (!field.getKey().equals("action")
                        && !field.getValue().asString().equals("all")) {
                    assertThat(row.user()).contains(field.getValue().asString());
                }
            });
        }
    }

    @Test
    void halfOfTheHeldOutIntentsHoldAWordThatTrainingNeverShows() {
        Demo demo = DefiIntents.generate();
        Set<String> trained = demo.rows().stream()
                .flatMap(row -> Requests.words(Requests.key(row.user())).stream())
                .collect(Collectors.toSet());
        long unseen = demo.heldOut().stream()
                .filter(row -> Requests.words(Requests.key(row.user())).stream()
                        .anyMatch(word -> !word.matches("[0-9.%]+") && !trained.contains(word)))
                .count();

        assertThat(unseen).isBetween(45L, 90L);
    }

    private static List<JsonNode> bothSides(DemoDatanet datanet) throws IOException {
        try (InputStream rows = datanet.rows();
                InputStream heldOut = datanet.heldOut()) {
            return Stream.of(rows.readAllBytes(), heldOut.readAllBytes())
                    .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
                    .map(JSON::readTree)
                    .toList();
        }
    }
}
