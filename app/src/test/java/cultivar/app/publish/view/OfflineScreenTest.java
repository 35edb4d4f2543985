package cultivar.app.publish.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.publish.LoopbackNode;
import cultivar.app.publish.PublishStep;
import cultivar.app.publish.RegistrationFile;
import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Network;
import cultivar.wallet.registry.AdapterFiles;
import cultivar.wallet.registry.DemoWallet;
import cultivar.wallet.registry.Manifest;
import cultivar.wallet.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing in the window while nobody answers: it is signed, waits, and is sent when the network is back. */
class OfflineScreenTest extends PublishUnderTest {
    @TempDir
    Path elsewhere;

    private @Nullable LoopbackNode made;
    private LoopbackNode node;

    @BeforeEach
    void takeNode() {
        node = Objects.requireNonNull(made);
    }

    @Override
    Network network() throws IOException {
        made = new LoopbackNode(elsewhere);
        return made.network("mine", "My chain");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void queue() {
        press("#publish-register");
        waitFor("it is offered", () -> says("My chain does not answer"));
        picture("publish-offline-offer");
        agree();
        waitFor("it is to be signed", () -> says("Nothing is sent now and no coin moves"));
        settle();
        picture("publish-offline-signing");
        sign("Keep the adapter");
        waitFor("it is in the queue", () -> isShown("#queue-send"));
    }

    private Path queued() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("publish-queue"))) {
            return all.findFirst().orElseThrow();
        }
    }

    @Test
    void waitsAndIsSentWhenTheNetworkAnswers() throws Exception {
        queue();
        assertSays("Waits for its network");
        assertSays("My chain cannot be reached");
        assertThat(isEnabled("#queue-send")).isFalse();
        assertThat(node.sent()).isZero();
        picture("publish-queue-waits");

        DemoWallet.fund(node.chain(), account);
        node.start();
        press("#queue-look");
        waitFor("it can be sent", () -> isEnabled("#queue-send"));
        assertSays("3 transactions are left to sign and send.");
        picture("publish-queue-ready");
        press("#queue-send");
        sign("Create the datanet");
        sign("Publish the next version");
        sign("Register an adapter in your name.");
        waitFor("it is registered", () -> isShown("#publish-verify"));

        assertThat(node.sent()).isEqualTo(3);
        assertThat(home.resolve("publish-queue")).isEmptyDirectory();
        assertThat(publisher.folder().resolve("cultivar-registration.json")).isRegularFile();
        try (ChainClient client = chains.connect(chains.networks().named("mine"))) {
            assertThat(Registry.open(client)
                            .findAdapter(AdapterFiles.hash(publisher.folder()).hash()))
                    .isPresent();
        }
    }

    @Test
    void whatWasChangedIsNamedAndNeverSent() throws IOException {
        queue();
        DemoWallet.fund(node.chain(), account);
        node.start();
        press("#queue-look");
        waitFor("it can be sent", () -> isEnabled("#queue-send"));
        Path card = queued().resolve("README.md");
        Files.writeString(card, Files.readString(card) + " ");
        press("#queue-send");
        waitFor("it is found", () -> says("The queued publication tiny is not what was signed: README.md was changed"));
        waitFor("the queue says it", () -> says("Cannot be sent"));
        picture("publish-queue-stuck");
        assertThat(isEnabled("#queue-send")).isFalse();
        assertThat(node.sent()).isZero();

        press("#queue-remove");
        waitFor("it is asked", () -> says("What you signed is deleted."));
        picture("publish-queue-remove");
        agree();
        waitFor("it is gone", () -> !isShown("#queue-send"));
        assertThat(home.resolve("publish-queue")).isEmptyDirectory();
    }

    /** The wait for a block may end, or the studio; what was sent is not sent again. */
    @Test
    void aRegistrationWhoseNoteIsMissingGetsItsNote() throws Exception {
        DemoWallet.fund(node.chain(), account);
        node.start();
        press("#publish-register");
        sign("Create the datanet");
        sign("Publish the next version");
        sign("Register an adapter in your name.");
        waitFor("it is registered", () -> isShown("#publish-verify"));
        Path folder = publisher.candidates().getFirst().folder();
        Path note = folder.resolve(RegistrationFile.NAME);
        String before = Files.readString(note);
        Files.delete(note);
        Files.move(folder.resolve(Manifest.FILE_NAME), folder.resolve(Manifest.FILE_NAME + ".pending"));

        fire("#publish-register");
        waitFor("the note is written", () -> Files.exists(note));
        assertThat(note).hasContent(before);
        assertThat(folder.resolve(Manifest.FILE_NAME)).exists();
        assertThat(node.sent()).as("nothing is sent again").isEqualTo(3);
    }

    @Test
    void aStepThatWasSentBeforeIsWaitedFor() throws Exception {
        DemoWallet.fund(node.chain(), account);
        node.start();
        node.chain().mineAtOnce(false);
        press("#publish-register");
        sign("Create the datanet");
        waitFor("it is sent", () -> node.sent() == 1);
        try (ChainClient client = chains.connect(chains.networks().named("mine"))) {
            Candidate tiny = publisher.candidates().getFirst();
            assertThat(service.begin(
                            tiny.folder(), chains.networks().named("mine"), publisher.draft(tiny, "tiny", "", account)))
                    .as("whoever publishes now waits for it")
                    .isInstanceOfSatisfying(
                            PublishStep.Next.class,
                            next -> assertThat(next.sent()).isPresent());
            assertThat(client.nonce(account)).isEqualTo(1);
        }
        node.chain().mineAtOnce(true);
        node.chain().mine();
        sign("Publish the next version");
        sign("Register an adapter in your name.");
        waitFor("it is registered", () -> isShown("#publish-verify"));
        assertThat(node.sent()).isEqualTo(3);
    }
}
