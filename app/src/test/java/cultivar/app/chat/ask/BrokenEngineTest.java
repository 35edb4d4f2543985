package cultivar.app.chat.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.app.engine.EngineHost;
import cultivar.app.engine.EngineState;
import cultivar.app.shell.BaseModelUnderTest;
import cultivar.runtime.client.AdapterBudget;
import cultivar.runtime.client.EngineLink;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.server.EngineFile;
import cultivar.runtime.text.ChatMessage;
import cultivar.ui.task.DirectTaskRunner;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.task.TaskRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    private EngineLink link;
    private EngineHost host;
    private ChatEngine engine;

    @BeforeEach
    void start() {
        link = new EngineLink(new JobHome(home));
        host = new EngineHost(
                new DirectTaskRunner(),
                () -> BaseModelUnderTest.install(home.resolve("models")),
                link,
                AdapterBudget::usual,
                Runnable::run);
        host.start("start");
        engine = new EngineChat(host, tasks, "Answering");
    }

    @AfterEach
    void close() {
        tasks.close();
        host.close();
        link.close(Jobs.OnClose.PAUSE);
    }

    @Test
    void anAnswerWhoseEngineDiesSaysSoAndTheNextQuestionIsAnswered() throws Exception {
        assertThat(host.state()).isInstanceOf(EngineState.Ready.class);
        ProcessHandle process = process();
        CompletableFuture<Outcome> answer = ask(2, process::destroyForcibly);
        assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("The engine went down while it answered. Ask again to start it anew.");
        assertThat(process.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
        assertThat(ask(1, () -> {}).get(60, TimeUnit.SECONDS).ids()).isNotEmpty();
        assertThat(process().pid()).isNotEqualTo(process.pid());
    }

    @Test
    void anEngineThatDiesIdleIsStartedAnewByItself() throws Exception {
        ProcessHandle process = process();
        CompletableFuture<EngineState> ready = new CompletableFuture<>();
        host.stateProperty().subscribe((before, now) -> {
            if (before instanceof EngineState.Starting && now instanceof EngineState.Ready) {
                ready.complete(now);
            }
        });
        process.destroyForcibly();
        assertThat(ready.get(60, TimeUnit.SECONDS)).isInstanceOf(EngineState.Ready.class);
        assertThat(process().pid()).isNotEqualTo(process.pid());
    }

    private ProcessHandle process() {
        return EngineFile.read(new JobHome(home))
                .orElseThrow()
                .process()
                .alive()
                .orElseThrow();
    }

    /** @param then runs at a text, on the thread that reads the answer */
    private CompletableFuture<Outcome> ask(int text, Runnable then) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        List<ChatMessage> question = List.of(ChatMessage.user("How are you today?"));
        Asking _ = engine.ask(Who.base("Seedling"), fits -> question, ENDLESS, new AskListener() {
            private int heard;

            @Override
            public void onText(String more) {
                if (++heard == text) {
                    then.run();
                }
            }

            @Override
            public void onStrength(double strength) {}

            @Override
            public void onEnd(Outcome outcome) {
                answer.complete(outcome);
            }

            @Override
            public void onFailure(RuntimeException reason) {
                answer.completeExceptionally(reason);
            }
        });
        return answer;
    }
}
