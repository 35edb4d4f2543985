package cultivar.app.chat;

import cultivar.app.chat.ScriptedEngine.Asked;
import cultivar.app.chat.ask.Draw;
import cultivar.ui.test.FxTest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import javafx.animation.AnimationTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the window's frames while three columns stream below a long conversation; no test, so that it runs by its name
 * alone: {@code mvn -pl app -am test -Dtest=ChatBench -Dsurefire.failIfNoSpecifiedTests=false}, with
 * {@code -Dcultivar.bench.seconds=N} for another length.
 */
class ChatBench extends FxTest {
    private static final int SECONDS = Integer.getInteger("cultivar.bench.seconds", 20);
    private static final int TOKENS_A_SECOND = 100;
    private static final int COLUMNS = 3;
    private static final int TURNS_BEFORE = 20;
    private static final Set<String> THREADS = Set.of("JavaFX Application Thread", "QuantumRenderer-0");

    private static final String TEXT = """
        ## How a swap is limited

        A swap **fails** when the price moves by more than the *limit*; see `maxSlippage` in the contract, and
        [the docs](https://example.org/docs) for how it is read from the quote that came first.

        1. Read the quote and write it down
        2. Multiply it by one less the limit
        3. Compare it to what was received

        | Pair | Limit | Why |
        |:-----|------:|:----|
        | USDC/DAI | 0.05 % | both are pegged |
        | ETH/USDC | 0.5 % | moves by the minute |

        ```java
        BigDecimal least = quote.multiply(ONE.subtract(limit));
        if (received.compareTo(least) < 0) {
            throw new SlippageException(received, least);
        }
        ```

        > A limit that is too tight costs fees for nothing, and one that is too wide costs the difference.

        """;

    @TempDir
    Path folder;

    private final ScriptedEngine engine = new ScriptedEngine();
    private ChatUnderTest chat;

    @BeforeEach
    void open() {
        chat = onFx(() -> new ChatUnderTest(folder.resolve("chats.db"), engine));
        show(chat.root, 1000, 720);
        onFx(() -> {
            chat.screen.addColumn();
            chat.model().draw().set(Draw.BALANCED);
        });
        for (int i = 0; i < TURNS_BEFORE; i++) {
            String question = "Question " + i;
            onFx(() -> chat.screen.talk().send(question));
            onFx(() -> engine.last(COLUMNS).forEach(asked -> asked.says(TEXT).ends()));
        }
        settle();
    }

    @AfterEach
    void close() {
        onFx(chat::close);
    }

    @Test
    void measure() {
        stream("together");
        onFx(() -> chat.model().locked().set(false));
        settle();
        stream("each by itself");
    }

    private void stream(String how) {
        onFx(() -> chat.screen.talk().send("And now?"));
        settle();
        List<Asked> columns = engine.last(COLUMNS);
        List<Double> frames = new ArrayList<>();
        List<Double> work = new ArrayList<>();
        Map<String, Long> cpu = cpu();
        AnimationTimer timer = onFx(() -> watch(frames, work));
        int characters = say(columns);
        onFx(timer::stop);
        Map<String, Long> used = cpu();
        onFx(() -> columns.forEach(Asked::ends));
        settle();
        System.out.printf(
                Locale.ROOT,
                "columns scroll %s: %d columns of %d tokens a second for %d s, %d characters each, %d turns above%n",
                how,
                COLUMNS,
                TOKENS_A_SECOND,
                SECONDS,
                characters,
                chat.model().conversation().path().size() - 1);
        report("time between frames", frames);
        report("work in a frame", work);
        report("work in a frame, first quarter", work.subList(0, work.size() / 4));
        report("work in a frame, last quarter", work.subList(work.size() * 3 / 4, work.size()));
        used.forEach((thread, nanos) -> System.out.printf(
                Locale.ROOT,
                "processor time of %s: %.1f ms a frame%n",
                thread,
                (nanos - cpu.getOrDefault(thread, 0L)) / 1e6 / frames.size()));
    }

    /** Says a token in each column on time, from this thread, as an engine does; gives how many characters that were. */
    private static int say(List<Asked> columns) {
        String text = TEXT.repeat(1 + SECONDS * TOKENS_A_SECOND * 4 / TEXT.length());
        long begun = System.nanoTime();
        int at = 0;
        for (int token = 0; token < SECONDS * TOKENS_A_SECOND; token++) {
            long due = begun + token * 1_000_000_000L / TOKENS_A_SECOND;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            String piece = text.substring(at, Math.min(text.length(), at + 4));
            at += piece.length();
            columns.forEach(column -> column.says(piece));
        }
        return at;
    }

    private AnimationTimer watch(List<Double> frames, List<Double> work) {
        long[] begun = {0};
        chat.root.getScene().addPostLayoutPulseListener(() -> {
            if (begun[0] != 0) {
                work.add((System.nanoTime() - begun[0]) / 1e6);
                begun[0] = 0;
            }
        });
        AnimationTimer timer = new AnimationTimer() {
            private long before;

            @Override
            public void handle(long now) {
                begun[0] = System.nanoTime();
                if (before != 0) {
                    frames.add((begun[0] - before) / 1e6);
                }
                before = begun[0];
            }
        };
        timer.start();
        return timer;
    }

    /** What the window's thread and the one that draws have used so far, in nanoseconds. */
    private static Map<String, Long> cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<String, Long> used = new TreeMap<>();
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null && THREADS.contains(each.getThreadName())) {
                used.put(each.getThreadName(), threads.getThreadCpuTime(each.getThreadId()));
            }
        }
        return used;
    }

    private static void report(String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%s: %d, median %.1f ms, p95 %.1f, p99 %.1f, worst %.1f%n",
                what,
                sorted.size(),
                at(sorted, 50),
                at(sorted, 95),
                at(sorted, 99),
                sorted.getLast());
    }

    private static double at(List<Double> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
