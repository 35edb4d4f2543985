package cultivar.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.test.FxTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.Platform;
import javafx.util.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskTest extends FxTest {
    private final FxTaskRunner runner = new FxTaskRunner();

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void bringsTheResultToTheFxThread() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Task<String> task = runner.io("read", context -> Thread.currentThread().isVirtual() ? "virtual" : "platform")
                .onResult(value -> seen.add(value + " " + Platform.isFxApplicationThread()));
        waitFor("result", () -> task.state() == TaskState.SUCCEEDED);
        assertThat(seen).containsExactly("virtual true");
    }

    @Test
    void bringsTheFailureToTheFxThread() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Task<Done> task = runner.computeAction("fail", context -> {
                    throw new IOException("disk full");
                })
                .onResult(value -> seen.add("result"))
                .onFailure(error -> seen.add(error.getMessage()));
        waitFor("failure", () -> task.state() == TaskState.FAILED);
        assertThat(seen).containsExactly("disk full");
    }

    @Test
    void dropsWhatACancelledTaskStillGives() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicBoolean hook = new AtomicBoolean();
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Task<String> task = runner.io("wait", context -> {
                    context.onCancel(() -> hook.set(true));
                    started.countDown();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                    ended.countDown();
                    return "late";
                })
                .onResult(seen::add)
                .onCancelled(() -> seen.add("cancelled"));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        onFx(task::cancel);
        assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        settle();
        assertThat(interrupted).isTrue();
        assertThat(hook).isTrue();
        assertThat(seen).containsExactly("cancelled");
    }

    @Test
    void showsOnlyTheLatestProgressAndDoesNotFloodTheWindow() {
        AtomicInteger updates = new AtomicInteger();
        Task<Done> task = runner.ioAction("count", context -> {
            for (int i = 1; i <= 200_000; i++) {
                context.progress(i, 200_000);
                context.detail("row " + i);
            }
        });
        onFx(() -> task.detailProperty().subscribe(text -> updates.incrementAndGet()));
        waitFor("end", () -> task.state() == TaskState.SUCCEEDED);
        assertThat(updates.get()).isLessThan(100_000);
        assertThat(onFx(() -> task.progressProperty().get())).isEqualTo(1.0);
        assertThat(onFx(() -> task.detailProperty().get())).isEqualTo("row 200000");
    }

    @Test
    void listsShownTasksWhileTheyRun() {
        CountDownLatch go = new CountDownLatch(1);
        Task<Done> shown = runner.ioAction("shown", context -> go.await());
        Task<Done> silent = runner.loadAction("silent", context -> go.await());
        settle();
        assertThat(onFx(() -> List.copyOf(runner.running()))).containsExactly(shown);
        go.countDown();
        waitFor("end", () -> shown.state().isFinal() && silent.state().isFinal());
        assertThat(onFx(() -> List.copyOf(runner.running()))).isEmpty();
    }

    @Test
    void repeatsUntilTheSubscriptionEnds() {
        AtomicInteger times = new AtomicInteger();
        Subscription every = runner.every(Duration.ofMillis(10), () -> {
            if (times.incrementAndGet() == 2) {
                throw new IllegalStateException("one bad repetition");
            }
        });
        waitFor("repetitions", () -> times.get() >= 4);
        every.unsubscribe();
        settle();
        int then = times.get();
        settle();
        assertThat(times.get()).isLessThanOrEqualTo(then + 1);
    }

    @Test
    void aDirectRunnerNeedsNoToolkit() {
        DirectTaskRunner direct = new DirectTaskRunner();
        List<Object> seen = new CopyOnWriteArrayList<>();
        direct.compute("sum", context -> 40 + 2).onResult(seen::add).onFailure(seen::add);
        assertThat(seen).containsExactly(42);
        assertThat(direct.running()).isEmpty();
    }
}
