package cultivar.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Train, compare, register and verify in small; then what verification says when one byte is another. */
class JourneyTest {
    private static final String ADAPTER = "small";

    @TempDir
    private static Path home;

    private static Outcome trained;
    private static Outcome published;

    @BeforeAll
    static void trainAndPublish() {
        trained = Outcome.of(
                        home,
                        "train",
                        "--datanet",
                        "defi-intents@1",
                        "--steps",
                        "6",
                        "--batch",
                        "4",
                        "--out",
                        ADAPTER,
                        "--json")
                .worked();
        published = Outcome.of(home, "publish", ADAPTER, "--json").worked();
    }

    private static Path file(String name) {
        return home.resolve("adapters").resolve(ADAPTER).resolve(name);
    }

    @Test
    void trainingTellsEveryStepAndThenTheWhole() {
        List<JsonNode> objects = trained.objects();

        assertThat(objects).hasSize(7);
        for (int i = 0; i < 6; i++) {
            JsonNode step = objects.get(i);
            assertThat(Outcome.fields(step))
                    .contains("step", "loss", "grad_norm", "learning_rate", "tokens_per_second");
            assertThat(step.path("step").intValue()).isEqualTo(i + 1);
            assertThat(step.path("loss").doubleValue()).isBetween(0.1, 20.0);
            assertThat(step.path("grad_norm").doubleValue()).isPositive();
        }
        JsonNode last = objects.getLast();
        assertThat(Outcome.fields(last)).contains("adapter", "seconds", "peak_mib", "final_loss");
        assertThat(Path.of(last.path("adapter").stringValue()))
                .isEqualTo(home.resolve("adapters").resolve(ADAPTER))
                .isDirectory();
        assertThat(last.path("final_loss").doubleValue())
                .isEqualTo(objects.get(5).path("loss").doubleValue());
    }

    @Test
    void publishingTellsWhereItIsRegistered() throws IOException {
        JsonNode registration = published.json();

        assertThat(registration.path("network").stringValue()).isEqualTo("demo");
        assertThat(registration.path("chain_id").intValue()).isEqualTo(31_337);
        assertThat(registration.path("transaction").stringValue()).matches("0x[0-9a-f]{64}");
        assertThat(registration.path("token_id").isIntegralNumber()).isTrue();
        assertThat(home.resolve("adapters").resolve(ADAPTER).resolve("README.md"))
                .content()
                .contains(
                        "exact match",
                        "defi-intents@1",
                        registration.path("transaction").stringValue());
        onlyTheOutboxIsKept();
    }

    /** What was sent is kept, every step of it; the wallet that was thrown away is not. */
    private static void onlyTheOutboxIsKept() throws IOException {
        assertThat(Leftovers.files(home.resolve("wallet")))
                .containsExactlyInAnyOrder("outbox/31337.jsonl", "outbox/31337.lock");
        assertThat(Files.readString(home.resolve("wallet/outbox/31337.jsonl")).lines())
                .filteredOn(line -> line.contains("\"SIGNED\""))
                .hasSize(3);
        try (Stream<Path> all = Files.list(home.resolve("wallet"))) {
            assertThat(all).containsExactly(home.resolve("wallet/outbox"));
        }
    }

    /** A demonstration that is shown again makes another adapter, since the chain takes each once. */
    @Test
    void demonstrationsDiffer(@TempDir Path empty) {
        assertThat(DemoCommand.freshSeed(Registry.chains(home)))
                .isEqualTo(DemoCommand.freshSeed(Registry.chains(empty)) + 1);
    }

    @Test
    void everythingHolds() {
        JsonNode verification =
                Outcome.of(home, "verify", ADAPTER, "--json").worked().json();

        assertThat(verification.path("holds").booleanValue()).isTrue();
        assertThat(verification.path("checks").size()).isGreaterThanOrEqualTo(8);
        for (JsonNode check : verification.path("checks")) {
            assertThat(Outcome.fields(check)).contains("what", "holds", "expected", "found");
            assertThat(check.path("holds").booleanValue()).as(check.toString()).isTrue();
            assertThat(check.path("found")).isEqualTo(check.path("expected"));
        }
        assertThat(Outcome.of(home, "verify", ADAPTER).worked().out()).contains("Everything holds.");
        // The chain alone suffices where the folder does not tell.
        String token = published.json().path("token_id").bigIntegerValue().toString();
        Outcome.of(home, "verify", ADAPTER, "--network", "demo", "--token", token)
                .worked();
    }

    @Test
    void theEvaluationComesOutTheSameAgain() {
        Outcome outcome =
                Outcome.of(home, "verify", ADAPTER, "--evaluate", "--json").worked();
        assertThat(outcome.json()
                        .path("checks")
                        .valueStream()
                        .map(check -> check.path("what").stringValue()))
                .contains("held-out rows", "evaluation of the base", "evaluation of the adapter")
                .contains("contributors of datanet defi-intents@1", "licences of datanet defi-intents@1");
    }

    /** Verifies and gives the names of the checks that fail. */
    private static List<String> differences() {
        Outcome outcome = Outcome.of(home, "verify", ADAPTER, "--json");
        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(1);
        JsonNode verification = outcome.json();
        assertThat(verification.path("holds").booleanValue()).isFalse();
        List<String> failed = verification
                .path("checks")
                .valueStream()
                .filter(check -> !check.path("holds").booleanValue())
                .map(check -> check.path("what").stringValue())
                .toList();
        Outcome people = Outcome.of(home, "verify", ADAPTER);
        assertThat(people.code()).isEqualTo(1);
        assertThat(people.out()).contains("does NOT hold").contains(failed);
        return failed;
    }

    /** The differences after one byte of a file became another; puts the byte back. */
    private static List<String> differencesAfter(Path file, int at) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        byte[] changed = whole.clone();
        changed[at] ^= 1;
        Files.write(file, changed);
        try {
            return differences();
        } finally {
            Files.write(file, whole);
        }
    }

    @Test
    void oneByteOfTheAdapter() throws IOException {
        Path weights = file("adapter_model.safetensors");
        int length = (int) Files.size(weights);

        for (int at : new int[] {0, length / 2, length - 1}) {
            assertThat(differencesAfter(weights, at))
                    .containsExactly("adapter file adapter_model.safetensors", "adapter on the chain");
        }
        assertThat(differencesAfter(file("adapter_config.json"), 20))
                .containsExactly("adapter file adapter_config.json", "adapter on the chain");
        Outcome.of(home, "verify", ADAPTER).worked();
    }

    @Test
    void oneByteOfTheManifest() throws IOException {
        Path manifest = file("cultivar-manifest.json");
        String text = Files.readString(manifest);

        assertThat(differencesAfter(manifest, 0)).contains("manifest on the chain");
        assertThat(differencesAfter(manifest, text.indexOf("\"small\"") + 2)).containsExactly("manifest on the chain");
        // A hash within it that is no longer what was hashed.
        assertThat(differencesAfter(manifest, text.indexOf("0x") + 10)).contains("manifest on the chain");
        assertThat(differencesAfter(manifest, text.length() - 1)).contains("manifest on the chain");
        Outcome.of(home, "verify", ADAPTER).worked();
    }

    @Test
    void oneByteOfTheBaseModel() throws IOException {
        assertThat(differencesAfter(home.resolve("models/seedling/model.safetensors"), 5_000_000))
                .containsExactly("files of the base model");
    }

    @Test
    void oneByteOfAContribution() throws IOException, SQLException {
        Path database = home.resolve("datanets.db");
        byte[] words = aContribution(database).getBytes(UTF_8);
        int at = find(Files.readAllBytes(database), words) + words.length / 2;

        assertThat(differencesAfter(database, at)).containsExactly("rows of datanet defi-intents@1");
        Outcome.of(home, "verify", ADAPTER).worked();
    }

    private static String aContribution(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select messages from contribution c join datanet d"
                        + " on d.id = c.datanet_id where d.name = 'defi-intents' and since_version = 1"
                        + " order by c.id limit 1 offset 300")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static int find(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("the row is not in the file");
    }

    @Test
    void aMissingManifestOrAdapterIsNamed() throws IOException {
        Path manifest = file("cultivar-manifest.json");
        Path aside = home.resolve("aside");
        Files.move(manifest, aside);
        try {
            assertThat(differences()).containsExactly("manifest on the chain");
        } finally {
            Files.move(aside, manifest);
        }
        assertThat(Outcome.of(home, "verify", "nosuch").failed(1)).contains("nosuch", "Name");
    }

    @Test
    void aDamagedNoteOfTheRegistrationSaysWhatToDo() throws IOException {
        Path note = file("cultivar-registration.json");
        byte[] whole = Files.readAllBytes(note);
        Files.write(note, new byte[] {'{'});
        try {
            assertThat(Outcome.of(home, "verify", ADAPTER).failed(1)).contains(note.toString(), "damaged", "Delete it");
        } finally {
            Files.write(note, whole);
        }
        assertThat(Outcome.of(home, "verify", ADAPTER, "--token", "99").failed(1))
                .contains("99");
    }

    @Test
    void aWrongPasswordSignsNothing() throws IOException {
        Path vault = home.resolve("wallet/wallet.json");
        Path password = Files.writeString(home.resolve("password.txt"), "not the password\n");
        try (Phrase phrase = Phrase.create()) {
            Vault.create(vault, "the right password".toCharArray(), phrase, true);
        }
        byte[] blocks = Files.readAllBytes(home.resolve("chain/blocks.jsonl"));
        byte[] note = Files.readAllBytes(file("cultivar-registration.json"));
        byte[] manifest = Files.readAllBytes(file("cultivar-manifest.json"));
        List<String> before = Leftovers.files(home);
        try {
            String[] publish = {"publish", ADAPTER, "--yes", "--password-file", password.toString()};
            assertThat(Outcome.of(home, publish).failed(1)).contains("Wrong password. Try again");
            assertThat(Outcome.of(home, "publish", ADAPTER, "--yes", "--json")
                            .failedAsJson(1)
                            .path("hint")
                            .stringValue())
                    .contains("--password-file");

            assertThat(Leftovers.files(home)).isEqualTo(before);
            assertThat(home.resolve("chain/blocks.jsonl")).hasBinaryContent(blocks);
            assertThat(file("cultivar-registration.json")).hasBinaryContent(note);
            assertThat(file("cultivar-manifest.json")).hasBinaryContent(manifest);
        } finally {
            Files.delete(vault);
            Files.delete(password);
        }
    }

    @Test
    void anAdapterThatCannotBeRegisteredSaysWhy() throws IOException {
        assertThat(Outcome.of(home, "publish", "nosuch").line()).contains("nosuch", "Name an adapter");
        assertThat(Outcome.of(home, "publish", ADAPTER, "--network", "nosuch").failed(1))
                .contains("\"nosuch\"", "demo, openledger");
        assertThat(Outcome.of(home, "publish", ADAPTER, "--network", "sepolia").failed(1))
                .contains("no wallet", "Create one");
        onlyTheOutboxIsKept();
    }
}
