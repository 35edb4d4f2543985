package cultivar.app.chat.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.app.engine.EngineHostUnderTest;
import cultivar.app.engine.EngineState;
import cultivar.runtime.text.ChatMessage;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.task.TaskRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window outlives the engine's process. */
class BrokenEngineTest {
    private static final Draw ENDLESS = new Draw(2, 0, 1, 0, 1, 0, 0, 7, 400);

    @TempDir
    Path home;

    private final TaskRunner tasks = new FxTaskRunner(Runnable::run, 1);
    private EngineHostUnderTest host;
    private ChatEngine engine;

    @BeforeEach
    void start() {
        host = new EngineHostUnderTest(home);
        engine = new EngineChat(host.host(), tasks, "Answering");
    }

    @AfterEach
    void close() {
        tasks.close();
        host.close();
    }

    @Test
    void anAnswerWhoseEngineDiesSaysSoAndTheNextQuestionIsAnswered() throws Exception {
        assertThat(host.host().state()).isInstanceOf(EngineState.Ready.class);
        ProcessHandle process = host.process();
        HeardAnswer answer = ask(new HeardAnswer(2, process::destroyForcibly));
        assertThatThrownBy(answer::outcome)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("The engine went down while it answered. Ask again to start it anew.");
        assertThat(process.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
        assertThat(ask(new HeardAnswer()).outcome().ids()).isNotEmpty();
        assertThat(host.process().pid()).isNotEqualTo(process.pid());
    }

    private HeardAnswer ask(HeardAnswer heard) {
        List<ChatMessage> question = List.of(ChatMessage.user("How are you today?"));
        Asking _ = engine.ask(Who.base("Seedling"), fits -> question, ENDLESS, heard);
        return heard;
    }
}
