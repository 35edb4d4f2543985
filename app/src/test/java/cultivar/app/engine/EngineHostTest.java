package cultivar.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.engine.EngineState.Ready;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.test.TinyModel;
import cultivar.runtime.text.ChatMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bases that the engine's process answers on, one after the other. */
class EngineHostTest {
    private static final List<ChatMessage> CHAT = List.of(ChatMessage.user("How are you today?"));

    @TempDir
    Path home;

    private final List<String> failures = new ArrayList<>();
    private EngineHostUnderTest engine;
    private EngineHost host;

    @SuppressWarnings("NullAway.Init")
    EngineHostTest() {}

    @BeforeEach
    void start() {
        engine = new EngineHostUnderTest(home);
        host = engine.host();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void anotherBaseAnswersAndOneThatCannotChangesNothing() {
        assertThat(host.state()).isInstanceOfSatisfying(Ready.class, ready -> {
            assertThat(ready.baseName()).isEqualTo("Seedling");
            assertThat(ready.type()).isEqualTo(BaseType.FLOAT32);
        });
        int tokens = host.answers().tokens(CHAT);

        Path other = TinyModel.write(home.resolve("snapshots").resolve("0a1b2c"));
        host.choose("lab/tiny", () -> other, "open", failures::add);
        assertThat(failures).isEmpty();
        assertThat(host.state()).isInstanceOfSatisfying(Ready.class, ready -> {
            assertThat(ready.baseName()).isEqualTo("lab/tiny");
            assertThat(ready.folder()).isEqualTo(other);
        });
        assertThat(host.awaitServed().name()).isEqualTo("lab/tiny");
        assertThat(host.chosen()).contains(new EngineBase("lab/tiny", other));
        int others = host.answers().tokens(CHAT);

        host.choose("nobody/nothing", () -> home.resolve("nothing"), "open", failures::add);
        assertThat(failures)
                .singleElement()
                .asString()
                .contains(home.resolve("nothing").toString())
                .doesNotContain("\n");
        assertThat(host.state())
                .isInstanceOfSatisfying(
                        Ready.class, ready -> assertThat(ready.baseName()).isEqualTo("lab/tiny"));
        assertThat(host.answers().tiers()).as("other programs are answered too").isPresent();
        assertThat(host.awaitServed().name()).isEqualTo("lab/tiny");
        assertThat(host.answers().tokens(CHAT)).isEqualTo(others);

        host.choose("Seedling", host::awaitBase, "open", failures::add);
        assertThat(host.awaitServed().folder()).isEqualTo(host.awaitBase());
        assertThat(host.chosen()).as("the one in the box is no choice").isEmpty();
        assertThat(host.answers().tokens(CHAT)).isEqualTo(tokens);
    }

    @Test
    void anEngineThatDiesIdleIsStartedAnewByItself() throws Exception {
        ProcessHandle process = engine.process();
        CompletableFuture<EngineState> ready = new CompletableFuture<>();
        host.stateProperty().subscribe((before, now) -> {
            if (before instanceof EngineState.Starting && now instanceof Ready) {
                ready.complete(now);
            }
        });
        process.destroyForcibly();
        assertThat(ready.get(60, TimeUnit.SECONDS)).isInstanceOf(Ready.class);
        assertThat(engine.process().pid()).isNotEqualTo(process.pid());
    }

    @Test
    void aBaseThatIsGoneWhenTheEngineComesBackIsGivenUp() throws Exception {
        Path other = TinyModel.write(home.resolve("snapshots").resolve("0a1b2c"));
        host.choose("lab/tiny", () -> other, "open", failures::add);
        List<String> lost = new CopyOnWriteArrayList<>();
        host.onLost(lost::add);
        CompletableFuture<String> back = new CompletableFuture<>();
        host.stateProperty().subscribe((before, now) -> {
            if (before instanceof EngineState.Starting && now instanceof Ready ready) {
                back.complete(ready.baseName());
            }
        });
        Files.delete(other.resolve("config.json"));
        engine.process().destroyForcibly();
        assertThat(back.get(60, TimeUnit.SECONDS)).isEqualTo("Seedling");
        assertThat(lost).singleElement().asString().startsWith("lab/tiny cannot answer any more, so Seedling does. ");
        assertThat(host.chosen()).isEmpty();
    }

    @Test
    void whoHearsThatItIsReadyMayWantAnotherBaseAtOnce() {
        Path other = TinyModel.write(home.resolve("snapshots").resolve("0a1b2c"));
        host.choose("Seedling", host::awaitBase, "open", failures::add);
        host.stateProperty().subscribe((before, now) -> {
            if (now instanceof Ready ready && ready.baseName().equals("Seedling")) {
                host.choose("lab/tiny", () -> other, "open", failures::add);
            }
        });
        host.choose("Seedling", host::awaitBase, "open", failures::add);
        assertThat(failures).isEmpty();
        assertThat(host.awaitServed().name()).isEqualTo("lab/tiny");
    }
}
