package cultivar.app.chat.ask;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.engine.EngineHostUnderTest;
import cultivar.app.engine.WindowModels;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.train.Example;
import cultivar.runtime.train.Schedule;
import cultivar.runtime.train.TrainingPlan;
import cultivar.runtime.train.TrainingSettings;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskRunner;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The column of the base is the base, whatever answers beside it: the engine's process, and a trained adapter. */
class BaseColumnTest {
    private static final List<ChatMessage> QUESTION = List.of(ChatMessage.user("How are you today?"));
    private static final Draw DRAWN = new Draw(0.9, 40, 0.95, 0.02, 1.1, 0.2, 0.1, 7, 24);
    /** Hot enough that it goes on and on. */
    private static final Draw ENDLESS = new Draw(2, 0, 1, 0, 1, 0, 0, 7, 200);

    private static final Draw GREEDY = new Draw(0, 0, 1, 0, 1, 0, 0, 7, 24);

    @TempDir
    static Path home;

    private static final TaskRunner TASKS = new FxTaskRunner(Runnable::run, 1);

    private static final WindowModels OWN = new WindowModels(Path.of("settings.json"));

    private static EngineHostUnderTest host;
    private static LanguageModel base;
    private static ChatEngine engine;
    private static Path adapter;

    @BeforeAll
    static void train() {
        host = new EngineHostUnderTest(home);
        base = OWN.open(host.host().awaitBase(), BaseType.FLOAT32);
        engine = new EngineChat(host.host(), TASKS, "Answering");
        adapter = home.resolve("adapter");
        List<Example> rows = List.of(base.examples()
                .example(List.of(QUESTION.getFirst(), ChatMessage.assistant("Seven green boats.")), 128));
        TrainingSettings settings = new TrainingSettings(
                LoraConfig.allLinear(4), 1, 1, 1, 12, 0.02, Schedule.CONSTANT, 0, 0, 1, 3, true, 128);
        base.train(new TrainingPlan(settings, rows, List.of(), null, adapter, null), step -> {});
    }

    @AfterAll
    static void close() {
        TASKS.close();
        host.close();
        OWN.close();
    }

    @Test
    void theBaseColumnIsThePlainBaseAndTheAdaptersIsNot() throws Exception {
        for (Draw draw : List.of(GREEDY, DRAWN)) {
            Generation plain = base.generate(
                    new GenerationRequest(base.chatPrompt(QUESTION), null, draw.sampling(), draw.maxTokens(), false),
                    (id, text) -> true);
            Who tuned = Who.adapter("boats", adapter);
            HeardAnswer beside = ask(tuned, draw);
            Outcome answer = ask(Who.base("Seedling"), draw).outcome();
            assertThat(answer.ids()).containsExactly(plain.ids());
            assertThat(answer.text()).isEqualTo(plain.text());
            assertThat(answer.hash()).isEmpty();

            Outcome other = beside.outcome();
            assertThat(other.ids()).as("the adapter changes the answer").isNotEqualTo(plain.ids());
            assertThat(HexFormat.of().parseHex(other.hash())).as("SHA-256").hasSize(32);

            Outcome nothing = ask(tuned.at(0), draw).outcome();
            assertThat(nothing.ids()).as("strength 0 is the base").containsExactly(plain.ids());
        }
    }

    @Test
    void theStrengthChangesBetweenTokensAndStopEndsWhereItIs() throws Exception {
        Who tuned = Who.adapter("boats", adapter);
        String all = ask(tuned, ENDLESS).outcome().text();
        AtomicReference<Asking> going = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        HeardAnswer weakened = ask(tuned, ENDLESS, going, () -> {
            await(begun);
            Objects.requireNonNull(going.get()).strength(0);
        });
        begun.countDown();
        String mixed = weakened.outcome().text();
        assertThat(mixed).as("it began as the adapter").startsWith(all.substring(0, 1));
        assertThat(mixed).as("and went on as the base").isNotEqualTo(all);
        assertThat(weakened.strengths()).as("and said so").containsExactly(1.0, 0.0);

        CountDownLatch ending = new CountDownLatch(1);
        Draw single = new Draw(0, 0, 1, 0, 1, 0, 0, 7, 1);
        HeardAnswer over = ask(tuned, single, going, () -> {
            await(ending);
            Objects.requireNonNull(going.get()).strength(0);
        });
        ending.countDown();
        assertThat(over.outcome().ids()).hasSize(1);
        assertThat(over.strengths()).as("nothing was computed at the other").containsExactly(1.0);

        CountDownLatch stopping = new CountDownLatch(1);
        HeardAnswer stopped = ask(Who.base("Seedling"), ENDLESS, going, () -> {
            await(stopping);
            Objects.requireNonNull(going.get()).stop();
        });
        stopping.countDown();
        Outcome outcome = stopped.outcome();
        assertThat(outcome.stop()).isEqualTo(Outcome.Stop.STOPPED);
        assertThat(outcome.ids().length).isBetween(1, ENDLESS.maxTokens() - 1);
    }

    @Test
    void cancellingItsTaskEndsAnAnswerWithWhatThereIs() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        HeardAnswer answer = ask(Who.base("Seedling"), ENDLESS, new AtomicReference<>(), begun::countDown);
        await(begun);
        List.copyOf(TASKS.running()).forEach(Task::cancel);
        Outcome outcome = answer.outcome();
        assertThat(outcome.stop()).isEqualTo(Outcome.Stop.STOPPED);
        assertThat(outcome.text()).isNotEmpty();
    }

    @Test
    void aConversationFitsAsLongAsThereIsRoomForAnAnswer() throws Exception {
        List<ChatMessage> question = List.of(ChatMessage.user("And now?"));
        Deque<List<ChatMessage>> tried = new ArrayDeque<>(List.of(question));
        Outcome answer = ask(
                        Who.base("Seedling"),
                        fits -> {
                            while (fits.test(tried.getLast())) {
                                tried.addLast(
                                        Stream.of(QUESTION, List.of(ChatMessage.assistant("Well.")), tried.getLast())
                                                .flatMap(List::stream)
                                                .toList());
                            }
                            tried.removeLast();
                            return tried.getLast();
                        },
                        GREEDY)
                .outcome();
        assertThat(answer.ids()).isNotEmpty();
        int context = base.spec().maxPositions();
        int prompt = base.chatPrompt(tried.getLast()).length;
        int pair = prompt
                - base.chatPrompt(tried.getLast().subList(2, tried.getLast().size())).length;
        assertThat(prompt + GREEDY.maxTokens()).isBetween(context - pair + 1, context);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HeardAnswer ask(Who who, Draw draw) {
        return ask(who, fits -> QUESTION, draw);
    }

    private static HeardAnswer ask(Who who, Memory memory, Draw draw) {
        return ask(who, memory, draw, new AtomicReference<>(), () -> {});
    }

    private static HeardAnswer ask(Who who, Draw draw, AtomicReference<Asking> going, Runnable onFirst) {
        return ask(who, fits -> QUESTION, draw, going, onFirst);
    }

    /** @param onFirst runs at the first text, on the thread that reads the answer */
    private static HeardAnswer ask(Who who, Memory memory, Draw draw, AtomicReference<Asking> going, Runnable onFirst) {
        HeardAnswer heard = new HeardAnswer(1, onFirst);
        going.set(engine.ask(who, memory, draw, heard));
        return heard;
    }
}
