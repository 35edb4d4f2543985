package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.publish.LoopbackNode;
import cultivar.app.publish.RegistrationFile;
import cultivar.finetune.AdapterRecord;
import cultivar.finetune.EvaluationReport;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.Networks;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Phrase;
import cultivar.wallet.keys.Vault;
import cultivar.wallet.registry.DemoWallet;
import cultivar.wallet.registry.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Publishing while the network does not answer: signed now, sent when it does, by the commands that a person types. */
class OfflinePublishingTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String ADAPTER = "offline";

    @TempDir
    private static Path folder;

    private static Path home;
    private static Path password;
    private static Address account;

    private LoopbackNode node;

    @BeforeAll
    static void trainAndMakeAWallet() throws IOException {
        home = folder.resolve("home");
        Outcome.of(home, "train", "--datanet", "defi-intents@1", "--steps", "1", "--batch", "2", "--out", ADAPTER)
                .worked();
        // What the model answers is not what is tested here.
        AdapterRecord.keep(
                home.resolve("adapters").resolve(ADAPTER),
                new EvaluationReport(
                        4, new EvaluationReport.Side(0, 3.5), new EvaluationReport.Side(0.5, 1.25), List.of()));
        password = Files.writeString(folder.resolve("password.txt"), PASSWORD + "\n");
        try (Phrase phrase = Phrase.create()) {
            account = Vault.create(home.resolve("wallet/wallet.json"), PASSWORD.toCharArray(), phrase, false)
                    .accounts()
                    .getFirst()
                    .address();
        }
    }

    @BeforeEach
    void addANetworkThatDoesNotAnswer() throws IOException {
        node = new LoopbackNode(Files.createTempDirectory(folder, "node-"));
        Networks networks = Networks.of(home);
        networks.all().stream().filter(each -> each.name().equals("mine")).forEach(networks::remove);
        networks.add(node.network("mine", "My chain"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Outcome publish(String... more) {
        return Outcome.of(
                home,
                Stream.concat(Stream.of("publish", "--password-file", password.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private String queue() {
        Outcome outcome = publish(ADAPTER, "--network", "mine", "--queue", "--yes", "--json")
                .worked();
        assertThat(outcome.json().path("chain_id").intValue()).isEqualTo(31_337);
        return outcome.json().path("queued").stringValue();
    }

    private Path place(String id) {
        return home.resolve("publish-queue").resolve(id);
    }

    @Test
    void isOfferedAndNothingIsKeptWithoutAYes() {
        assertThat(publish(ADAPTER, "--network", "mine", "--yes").failed(1))
                .contains("My chain cannot be reached", "--queue", "publish --queued");
        assertThat(publish(ADAPTER, "--network", "mine", "--queue").line()).contains("Nothing was signed");
        assertThat(publish("--queued").worked().out()).contains("Nothing is in the queue");
        assertThat(publish().failed(1)).contains("Name an adapter to publish");
    }

    /** As after a kill between the block and the note: the manifest was kept before anything left. */
    @Test
    void aRegistrationWhoseNoteIsMissingGetsItsNote() throws IOException {
        node.start();
        DemoWallet.fund(node.chain(), account);
        JsonNode first = publish(ADAPTER, "--network", "mine", "--yes", "--json")
                .worked()
                .json();
        Path adapter = home.resolve("adapters").resolve(ADAPTER);
        Path note = adapter.resolve(RegistrationFile.NAME);
        Path manifest = adapter.resolve(Manifest.FILE_NAME);
        Path pending = adapter.resolve(Manifest.FILE_NAME + ".pending");
        String before = Files.readString(note);
        String kept = Files.readString(manifest);
        // The very same manifest, in the same second, would be no second registration and is answered with the first.
        assertThat(publish(ADAPTER, "--network", "mine", "--yes", "--description", "Said anew")
                        .failed(1))
                .contains("registered already");

        Files.delete(note);
        Files.writeString(manifest, kept.replaceFirst("\"offline\"", "\"online\""));
        assertThat(publish(ADAPTER, "--network", "mine", "--yes", "--description", "Said anew")
                        .failed(1))
                .as("that manifest was never registered")
                .contains("registered already");
        assertThat(note).doesNotExist();

        Files.delete(manifest);
        Files.writeString(pending, kept);
        assertThat(publish(ADAPTER, "--network", "mine", "--yes", "--json")
                        .worked()
                        .json())
                .isEqualTo(first);
        assertThat(note).hasContent(before);
        assertThat(manifest).hasContent(kept);
        assertThat(pending).doesNotExist();
    }

    @Test
    void isSignedNowAndSentWhenTheNetworkAnswers() throws IOException {
        String id = queue();
        assertThat(place(id)).isDirectoryContaining("glob:**bundle.json");

        Outcome waits = publish("--queued", "--yes", "--json");
        assertThat(waits.code()).isEqualTo(1);
        assertThat(waits.json().path("waiting").path(0).path("why").stringValue())
                .contains("My chain cannot be reached");
        assertThat(waits.json().path("registered").size()).isZero();

        node.start();
        assertThat(publish("--queued", "--yes").out()).contains("needs up to", "Send coin to it first");
        DemoWallet.fund(node.chain(), account);
        assertThat(publish("--queued").out()).contains("Run it again with --yes");
        JsonNode sent = publish("--queued", "--yes", "--json").worked().json();

        assertThat(sent.path("registered").size()).isEqualTo(1);
        assertThat(sent.path("registered").path(0).path("network").stringValue())
                .isEqualTo("mine");
        assertThat(home.resolve("publish-queue")).isEmptyDirectory();
        Path adapter = home.resolve("adapters").resolve(ADAPTER);
        assertThat(adapter.resolve("README.md")).content().contains("## Registration", "defi-intents@1");
        assertThat(Outcome.of(home, "verify", ADAPTER).worked().out()).contains("Everything holds.");
        Files.delete(adapter.resolve("README.md"));
    }

    /** As after a kill between the block and the end of the queue. */
    @Test
    void whatWasRegisteredFromTheQueueLeavesIt() throws IOException {
        String id = queue();
        Path beside = folder.resolve("kept-" + id);
        copy(place(id), beside);
        node.start();
        DemoWallet.fund(node.chain(), account);
        publish("--queued", "--yes").worked();
        copy(beside, place(id));

        assertThat(publish("--queued", "--yes").worked().out()).contains("Registered as token");
        assertThat(home.resolve("publish-queue")).isEmptyDirectory();
        assertThat(node.sent()).as("nothing is sent again").isEqualTo(3);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    @Test
    void aChangedByteIsNamedAndNothingIsSent() throws IOException {
        String id = queue();
        node.start();
        DemoWallet.fund(node.chain(), account);
        Path card = place(id).resolve("README.md");
        byte[] whole = Files.readAllBytes(card);
        byte[] other = whole.clone();
        other[10] ^= 1;
        Files.write(card, other);

        Outcome refused = publish("--queued", "--yes");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("It is not what was signed: README.md was changed");
        assertThat(node.sent()).isZero();

        Files.write(card, whole);
        Path weights = home.resolve("adapters").resolve(ADAPTER).resolve("adapter_model.safetensors");
        byte[] tensors = Files.readAllBytes(weights);
        byte[] trained = tensors.clone();
        trained[trained.length - 1] ^= 1;
        Files.write(weights, trained);
        assertThat(publish("--queued", "--yes").out())
                .contains("was changed since it was queued: adapter_model.safetensors", "put them back");
        assertThat(node.sent()).isZero();
        Files.write(weights, tensors);

        publish("--unqueue", id.substring(0, 10), "--yes").worked();
    }

    @Test
    void isTakenOutWhenAskedTwice() {
        String id = queue();

        assertThat(publish("--unqueue", id).failed(1)).contains("Nothing was taken out", "--yes");
        assertThat(publish("--unqueue", "0x12345678", "--yes").failed(1)).contains("There is no publication");
        assertThat(place(id)).isDirectory();
        assertThat(publish("--unqueue", id, "--yes").worked().out()).contains("Taken out: offline");
        assertThat(place(id)).doesNotExist();
    }

    @Test
    void aNodeThatServesAnotherChainIsNoReasonToWait() throws IOException {
        Networks networks = Networks.of(home);
        networks.remove(networks.named("mine"));
        networks.add(Network.custom(
                "mine",
                "My chain",
                1_337,
                "ETH",
                node.address(),
                networks.named("demo").contracts()));
        node.start();

        assertThat(publish(ADAPTER, "--network", "mine", "--queue", "--yes").failed(1))
                .contains("serves chain 31337", "My chain is chain 1337");
        assertThat(home.resolve("publish-queue"))
                .satisfiesAnyOf(
                        queue -> assertThat(queue).doesNotExist(),
                        queue -> assertThat(queue).isEmptyDirectory());
    }
}
