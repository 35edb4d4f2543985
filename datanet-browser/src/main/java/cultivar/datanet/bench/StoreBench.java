package cultivar.datanet.bench;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetException;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.QualitySignal;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowEdit;
import cultivar.datanet.SignalValue;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import cultivar.datanet.store.ImportProgress;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.store.RowPage;
import cultivar.datanet.store.SignalRange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Imports a made-up datanet, filters and searches it, reviews rows, and makes a version; tells what each took. */
public final class StoreBench {
    /** Rows of a page, as the window shows them. */
    private static final int PAGE = 50;

    private static final int WARM_UP = 5;
    private static final String NAME = "bench";
    private static final String ACTOR = "bench";
    private static final QualitySignal SIGNAL = new QualitySignal("bench", "1");

    /**
     * What the bench found.
     *
     * @param rows how many rows went in
     * @param importRowsPerSecond with parsing, hashing, indexing, and each batch on the disk
     * @param importProcessorRowsPerSecond the same by the time that processors worked on it, all of them together, whatever
     *     else the machine did meanwhile
     * @param fileMib the size of the database with its text index after the import
     * @param versionSeconds making the first version of all accepted training rows, with its root
     * @param bulkRows how many rows one edit of all that match changed
     * @param bulkSeconds what it took
     * @param bulkUndoSeconds taking it back
     * @param timings of filters, searches and single edits
     */
    public record Figures(
            long rows,
            double importRowsPerSecond,
            double importProcessorRowsPerSecond,
            double fileMib,
            double versionSeconds,
            long bulkRows,
            double bulkSeconds,
            double bulkUndoSeconds,
            List<Timing> timings) {
        public Figures {
            timings = List.copyOf(timings);
        }

        /** The median of the slowest kind of filter or search, in milliseconds until its first page is there. */
        public double pageMedianMillis() {
            return slowest(Timing::medianMillis);
        }

        /** The 99th percentile of the slowest kind of filter or search, in milliseconds until its first page is there. */
        public double pageP99Millis() {
            return slowest(Timing::p99Millis);
        }

        private double slowest(ToDoubleFunction<Timing> figure) {
            return timings.stream()
                    .filter(Timing::page)
                    .mapToDouble(figure)
                    .max()
                    .orElseThrow();
        }
    }

    /**
     * How long one kind of question took, over many of the kind.
     *
     * @param page true if the question is a filter's or a search's first page
     * @param processorMillis the median of the time that a processor worked on it, whatever else the machine did
     */
    public record Timing(
            String name,
            boolean page,
            double medianMillis,
            double p99Millis,
            double worstMillis,
            double processorMillis) {}

    private final DatanetStore store;
    private final SyntheticRows rows;
    private final Random random = new Random(5);
    private final int repeats;
    private final Consumer<String> progress;
    private final List<Timing> timings = new ArrayList<>();

    private StoreBench(DatanetStore store, SyntheticRows rows, int repeats, Consumer<String> progress) {
        this.store = store;
        this.rows = rows;
        this.repeats = repeats;
        this.progress = progress;
    }

    /**
     * Runs the bench in a folder, which must be empty and holds the database afterwards.
     *
     * @param count how many rows, at least 1000
     * @param repeats how often each question is asked
     * @param progress hears what is being done
     */
    public static Figures run(Path folder, long count, int repeats, Consumer<String> progress) throws IOException {
        if (count < 1000 || repeats < 1) {
            throw new DatanetException("A measurement needs at least 1000 rows and one repeat");
        }
        SyntheticRows rows = new SyntheticRows(1);
        Path train = folder.resolve("rows.jsonl");
        Path pending = folder.resolve("pending.jsonl");
        progress.accept("making " + count + " rows up");
        rows.write(train, count - count / 10);
        rows.write(pending, count / 10);
        Path file = folder.resolve("datanets.db");
        try (DatanetStore store = DatanetStore.open(file)) {
            store.create(DatanetCard.titled(NAME));
            return new StoreBench(store, rows, repeats, progress).measure(file, train, pending);
        } finally {
            Files.deleteIfExists(train);
            Files.deleteIfExists(pending);
        }
    }

    private Figures measure(Path file, Path train, Path pending) throws IOException {
        progress.accept("importing");
        long worked = processorNanos();
        long begun = System.nanoTime();
        long added = load(train, ReviewState.ACCEPTED) + load(pending, ReviewState.PENDING);
        double importSeconds = since(begun);
        double processorSeconds = (processorNanos() - worked) / 1e9;
        double mib = (Files.size(file) + Files.size(file.resolveSibling("datanets.db.words"))) / (double) (1 << 20);
        progress.accept("writing a signal of each row");
        signals();
        questions();
        edits();
        progress.accept("changing all rows of one tag");
        begun = System.nanoTime();
        RowFilter many = RowFilter.all().withTag("topic-0").withState(ReviewState.ACCEPTED);
        long bulk = store.curation()
                .applyToAll(NAME, many, RowEdit.reject("bench"), ACTOR)
                .orElseThrow()
                .rows();
        double bulkSeconds = since(begun);
        begun = System.nanoTime();
        var _ = store.curation().undo(NAME, ACTOR).orElseThrow();
        double undoSeconds = since(begun);
        progress.accept("making a version");
        begun = System.nanoTime();
        store.publish(NAME);
        double versionSeconds = since(begun);
        return new Figures(
                added,
                added / importSeconds,
                added / processorSeconds,
                mib,
                versionSeconds,
                bulk,
                bulkSeconds,
                undoSeconds,
                timings);
    }

    private long load(Path file, ReviewState state) throws IOException {
        long[] told = {0};
        ImportListener listener = new ImportListener() {
            @Override
            public void progress(ImportProgress at) {
                if (at.added() - told[0] >= 50_000) {
                    told[0] = at.added();
                    progress.accept("imported " + at.added() + " rows");
                }
            }
        };
        try (var in = Files.newInputStream(file)) {
            RowDefaults defaults = new RowDefaults(EvmAddress.NOBODY, "");
            return store.importRows(NAME, "bench", in, Files.size(file), Split.TRAIN, state, defaults, listener)
                    .added();
        }
    }

    private void signals() {
        OptionalLong after = OptionalLong.of(0);
        while (after.isPresent()) {
            RowPage page = store.page(NAME, RowFilter.all(), after.getAsLong(), 5000);
            List<SignalValue> values = new ArrayList<>();
            for (StoredRow row : page.rows()) {
                values.add(new SignalValue(row.contentHash(), SIGNAL, random.nextDouble(), ""));
            }
            store.signals().put(values);
            after = page.next();
        }
    }

    private void questions() {
        RowFilter all = RowFilter.all();
        long last = store.count(NAME, all);
        page("all rows", () -> all);
        time("all rows, from anywhere", () -> store.page(NAME, all, random.nextLong(last), PAGE));
        page("pending", () -> all.withState(ReviewState.PENDING));
        page("one tag", () -> all.withTag(rows.tag()));
        page("pending of one tag", () -> all.withTag(rows.tag()).withState(ReviewState.PENDING));
        page(
                "one contributor and licence",
                () -> all.withContributor(rows.person()).withLicence(rows.licence()));
        page(
                "drafts of one contributor with one tag",
                () -> all.withDraftsOnly(true).withContributor(rows.person()).withTag(rows.tag()));
        page("rejected, of which there are none", () -> all.withState(ReviewState.REJECTED));
        page("a frequent word", () -> all.withText(rows.commonWord() + " "));
        page("a rare word", () -> all.withText(rows.rareWord() + " "));
        page("two words", () -> all.withText(rows.word() + " " + rows.word() + " "));
        page("a word begun, of two letters", () -> all.withText(rows.word().substring(0, 2)));
        page("a word begun, of four letters", () -> all.withText(begun(rows.word(), 4)));
        page(
                "a frequent word, pending, of one tag",
                () -> all.withText(rows.commonWord() + " ")
                        .withState(ReviewState.PENDING)
                        .withTag(rows.tag()));
        page(
                "a frequent word of a rare contributor",
                () -> all.withText(rows.commonWord() + " ")
                        .withContributor(rows.person())
                        .withTag(rows.tag()));
        page("a signal in half of its range", () -> all.withSignal(new SignalRange(SIGNAL, 0.25, 0.75)));
        page("a signal in a thousandth of its range", () -> signal(all, 0.001));
        page(
                "a signal in a twentieth, pending, of one tag",
                () -> signal(all, 0.05).withState(ReviewState.PENDING).withTag(rows.tag()));
        page("a signal in a twentieth and a word", () -> signal(all, 0.05).withText(rows.word() + " "));
        time(
                "counts by state, tag, contributor, licence",
                () -> store.curation().counts(NAME));
        time(
                "exact count of one tag, pending",
                () -> store.count(NAME, all.withTag(rows.tag()).withState(ReviewState.PENDING)));
        time(
                "next pending row",
                () -> store.curation().next(NAME, all.withState(ReviewState.PENDING), random.nextLong(last)));
    }

    private void edits() {
        RowFilter pending = RowFilter.all().withState(ReviewState.PENDING);
        time("accept one row and tag it", () -> {
            StoredRow row = store.curation().next(NAME, pending, 0).orElseThrow();
            store.curation().apply(NAME, List.of(row.id()), RowEdit.accept().withTags(List.of("seen")), ACTOR);
        });
        time("take it back", () -> store.curation().undo(NAME, ACTOR));
    }

    private RowFilter signal(RowFilter filter, double part) {
        double from = random.nextDouble() * (1 - part);
        return filter.withSignal(new SignalRange(SIGNAL, from, from + part));
    }

    private static String begun(String word, int letters) {
        return word.substring(0, Math.min(letters, word.length()));
    }

    private void page(String name, Supplier<RowFilter> filters) {
        time(name, true, () -> store.page(NAME, filters.get(), 0, PAGE));
    }

    private void time(String name, Runnable question) {
        time(name, false, question);
    }

    private void time(String name, boolean page, Runnable question) {
        progress.accept(name);
        for (int i = 0; i < WARM_UP; i++) {
            question.run();
        }
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        double[] millis = new double[repeats];
        double[] worked = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long processor = thread.getCurrentThreadCpuTime();
            long begun = System.nanoTime();
            question.run();
            millis[i] = 1e3 * since(begun);
            worked[i] = (thread.getCurrentThreadCpuTime() - processor) / 1e6;
        }
        Arrays.sort(millis);
        Arrays.sort(worked);
        timings.add(new Timing(
                name,
                page,
                millis[repeats / 2],
                millis[(int) Math.min(repeats - 1L, repeats * 99L / 100)],
                millis[repeats - 1],
                worked[repeats / 2]));
    }

    /** What all threads have worked. */
    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
