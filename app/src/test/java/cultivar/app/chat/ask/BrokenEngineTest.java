package cultivar.app.chat.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cultivar.app.engine.EngineHost;
import cultivar.app.shell.BaseModelUnderTest;
import cultivar.runtime.serve.Serving;
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

/** The real engine after something that it cannot get over. */
class BrokenEngineTest {
    private static final Draw ENDLESS = new Draw(0, 0, 1, 0, 1, 0, 0, 7, 200);

    @TempDir
    Path home;

    private final TaskRunner tasks = new FxTaskRunner(Runnable::run, 1);
    private EngineHost host;
    private ChatEngine engine;

    @BeforeEach
    void start() {
        host = new EngineHost(
                new DirectTaskRunner(),
                () -> BaseModelUnderTest.install(home.resolve("models")),
                home.resolve("settings"));
        host.start("start");
        engine = new ServingChatEngine(host, tasks, "Answering");
    }

    @AfterEach
    void close() {
        tasks.close();
        host.close();
    }

    @Test
    void anAnswerThatWasCutOffSaysSoAndTheNextQuestionIsAnswered() throws Exception {
        Serving broken = host.awaitServing();
        CompletableFuture<Outcome> answer = ask(2, () -> {
            throw new AssertionError("nothing goes on after this");
        });
        assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("The engine went down while it answered. Ask again to start it anew.");
        assertThat(broken.alive()).isFalse();
        assertThat(ask(1, () -> {}).get(60, TimeUnit.SECONDS).ids()).isNotEmpty();
        assertThat(host.awaitServing()).isNotSameAs(broken);
    }

    /** @param then runs at a text, on the engine's own thread */
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
