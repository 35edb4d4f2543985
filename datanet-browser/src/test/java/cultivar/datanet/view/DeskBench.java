package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.bench.SyntheticRows;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.suggest.Suggester;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.FxTaskRunner;
import cultivar.ui.test.FxTest;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.robot.Robot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the tagging desk and the table of rows in a window over a large store; no test, so that it runs by its name
 * alone: {@code mvn -pl datanet-browser -am test -Dtest=DeskBench -Dsurefire.failIfNoSpecifiedTests=false}, with
 * {@code -Dcultivar.bench.rows=N} for another size.
 */
class DeskBench extends FxTest {
    private static final long ROWS = Long.getLong("cultivar.bench.rows", 1_000_000);
    private static final int DECISIONS = 200;
    private static final int WARM_UP = 20;
    private static final int JUMPS = 200;

    /** How many frames are scrolled, up to the last row. */
    private static final int FRAMES = Integer.getInteger("cultivar.bench.frames", Integer.MAX_VALUE);

    /** Rows that the window shows at once. */
    private static final int SCREEN = 10;

    /** Rows that a frame of scrolling goes on by: three screens. */
    private static final int STRIDE = 48;

    /** Of a row in the table, in pixels. */
    private static final double HEIGHT = 40;

    private static final Set<String> THREADS = Set.of("JavaFX Application Thread", "QuantumRenderer-0");

    /** A folder that keeps the filled store for another run. */
    private static final @Nullable String KEPT = System.getProperty("cultivar.bench.folder");

    @TempDir
    Path folder;

    private DatanetStore store;
    private FxTaskRunner tasks;
    private OverlayPane window;
    private final StackPane host = new StackPane();

    @BeforeEach
    void fill() throws Exception {
        Path file = (KEPT == null ? folder : Path.of(KEPT)).resolve("datanets-" + ROWS + ".db");
        boolean filled = Files.exists(file);
        store = DatanetStore.open(file);
        tasks = onFx(() -> new FxTaskRunner());
        window = onFx(() -> new OverlayPane(host));
        if (filled) {
            return;
        }
        store.create(DatanetCard.titled("bench"));
        SyntheticRows rows = new SyntheticRows(1);
        load(rows, ROWS - ROWS / 10, ReviewState.ACCEPTED);
        load(rows, ROWS / 10, ReviewState.PENDING);
        say("filled");
    }

    @AfterEach
    void stop() {
        onFx(() -> host.getChildren().clear());
        onFx(tasks::close);
        store.close();
    }

    private void load(SyntheticRows rows, long count, ReviewState state) throws Exception {
        Path file = folder.resolve(state.id() + ".jsonl");
        rows.write(file, count);
        try (InputStream in = Files.newInputStream(file)) {
            RowDefaults defaults = new RowDefaults(EvmAddress.NOBODY, "CC0-1.0");
            var _ = store.importRows(
                    "bench", "bench", in, Files.size(file), Split.TRAIN, state, defaults, ImportListener.NONE);
        }
        Files.delete(file);
    }

    private DatanetServices services() {
        return TestServices.with(store, tasks, window).build();
    }

    private void open(Screen screen) {
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        if (window.getScene() == null) {
            show(window, 1000, 700);
        }
        settle();
    }

    @Test
    void measure() throws Exception {
        if (!Boolean.getBoolean("cultivar.bench.scroll")) {
            suggestions();
            decisions();
        }
        scrolling();
    }

    /** Tags for a row by the rows most like it, as the desk asks for them beside the window. */
    private void suggestions() {
        Suggester suggester = new Suggester(store);
        Datanet datanet = store.get("bench");
        List<StoredRow> rows = store.page("bench", RowFilter.all().withState(ReviewState.PENDING), 0, DECISIONS)
                .rows();
        List<Double> millis = new ArrayList<>();
        for (StoredRow row : rows) {
            long begun = System.nanoTime();
            var _ = suggester.suggest(datanet, row);
            millis.add((System.nanoTime() - begun) / 1e6);
        }
        report("suggestions for a row", millis);
    }

    /** From a key to the frame after the one that shows the next row. */
    private void decisions() throws Exception {
        DeskScreen desk = new DeskScreen(services(), "bench", RowFilter.all().withState(ReviewState.PENDING), () -> {});
        open(desk);
        waitFor("the queue is read", () -> desk.model().state().get() == ScreenState.READY);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WARM_UP + DECISIONS; i++) {
            KeyCode tag = i % 2 == 0 ? KeyCode.DIGIT1 : KeyCode.DIGIT2;
            timed(tag);
            double took = timed(i % 3 == 0 ? KeyCode.X : KeyCode.ENTER);
            if (i >= WARM_UP) {
                millis.add(took);
            }
        }
        say("decided");
        long behind = System.nanoTime();
        waitFor("all is saved", () -> desk.model().unsaved().get() == 0);
        report("key to next row", millis);
        say("written %d ms after the last key", (System.nanoTime() - behind) / 1_000_000);
    }

    /** From the first row to the last, three screens in every frame. */
    private void scrolling() throws Exception {
        DatanetScreen page =
                new DatanetScreen(services(), "bench", RowFilter.all(), () -> {}, version -> {}, queue -> {});
        open(page);
        waitFor("the datanet is read", () -> page.model().state().get() == ScreenState.READY);
        settle();
        TabPane tabs = find(window, ".tab-pane", TabPane.class);
        onFx(() -> tabs.getSelectionModel().select(1));
        settle();
        long begun = System.nanoTime();
        waitFor("all rows have a place", () -> page.model().rows().size() == ROWS);
        say("all %d rows have a place after %d ms", ROWS, (System.nanoTime() - begun) / 1_000_000);
        List<Double> frames = new ArrayList<>();
        List<Double> work = new ArrayList<>();
        CompletableFuture<Long> end = new CompletableFuture<>();
        int[] blank = {0};
        List<StoredRow> rows = page.model().rows();
        Map<String, Long> cpu = cpu();
        onFx(() -> scroll(rows, frames, work, blank, end));
        long peak = end.get();
        say("%d of %d frames with a row that was not there yet", blank[0], frames.size());
        report("time between frames", frames);
        report("work in a frame", work);
        cpu().forEach((thread, nanos) -> say(
                "processor time of %s: %.1f ms a frame",
                thread, (nanos - cpu.getOrDefault(thread, 0L)) / 1e6 / frames.size()));
        System.gc();
        say(
                "%d rows scrolled over, heap %d MiB at the most, %d MiB held at the end",
                rows.size(), peak >> 20, used() >> 20);
        jumping(rows);
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

    private ScrollBar bar() {
        return find(window, ".row-table .place-bar", ScrollBar.class);
    }

    /** From the thumb's new place to the frame in which all rows there are shown. */
    private void jumping(List<StoredRow> rows) {
        ScrollBar bar = bar();
        Random random = new Random(1);
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < JUMPS; i++) {
            int place = random.nextInt((int) ROWS - SCREEN);
            long begun = System.nanoTime();
            onFx(() -> bar.setValue(place * HEIGHT));
            waitFor("the rows are there", () -> !blank(rows, place));
            millis.add((System.nanoTime() - begun) / 1e6);
        }
        report("from a jump to the rows there", millis);
    }

    private static boolean blank(List<StoredRow> rows, int from) {
        return rows.subList(from, Math.min(from + SCREEN, rows.size())).stream().anyMatch(Objects::isNull);
    }

    private void scroll(
            List<StoredRow> rows, List<Double> frames, List<Double> work, int[] blank, CompletableFuture<Long> end) {
        ScrollBar bar = bar();
        Scene scene = bar.getScene();
        long[] begun = {0};
        scene.addPostLayoutPulseListener(() -> {
            if (begun[0] != 0) {
                work.add((System.nanoTime() - begun[0]) / 1e6);
            }
        });
        new AnimationTimer() {
            private int at = (int) Math.max(0, ROWS - (long) FRAMES * STRIDE);
            private long before;
            private long peak;
            private long waited;

            @Override
            public void handle(long now) {
                begun[0] = System.nanoTime();
                if (before != 0) {
                    frames.add((begun[0] - before) / 1e6);
                }
                before = begun[0];
                peak = Math.max(peak, used());
                if (at >= SCREEN && blank(rows, at - SCREEN)) {
                    blank[0]++;
                }
                if (at < rows.size() - 1) {
                    at = Math.min(at + STRIDE, rows.size() - 1);
                    bar.setValue(at * HEIGHT);
                    waited = 0;
                } else if (at >= ROWS - 1 || ++waited > 600) {
                    stop();
                    begun[0] = 0;
                    end.complete(peak);
                }
            }
        }.start();
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private double timed(KeyCode key) throws Exception {
        CompletableFuture<Long> drawn = new CompletableFuture<>();
        long begun = onFx(() -> {
            long now = System.nanoTime();
            Robot robot = new Robot();
            robot.keyPress(key);
            robot.keyRelease(key);
            // The first pulse lays the row out and gives it to the renderer; the second begins after that.
            new AnimationTimer() {
                private int pulses;

                @Override
                public void handle(long pulse) {
                    if (++pulses == 2) {
                        stop();
                        drawn.complete(System.nanoTime());
                    }
                }
            }.start();
            return now;
        });
        return (drawn.get() - begun) / 1e6;
    }

    private static void report(String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        say(
                "%s: %d, median %.1f ms, p95 %.1f, p99 %.1f, worst %.1f",
                what, sorted.size(), at(sorted, 50), at(sorted, 95), at(sorted, 99), sorted.getLast());
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    private static double at(List<Double> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
