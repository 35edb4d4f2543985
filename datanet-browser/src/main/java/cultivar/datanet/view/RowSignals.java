package cultivar.datanet.view;

import cultivar.datanet.Bytes32;
import cultivar.datanet.QualitySignal;
import cultivar.datanet.SignalValue;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.measure.AnswerSignals;
import cultivar.datanet.measure.SignalKeeper;
import cultivar.datanet.measure.StoredQualityRows;
import cultivar.datanet.quality.AnswerSignal;
import cultivar.datanet.quality.Measure;
import cultivar.datanet.quality.QualityCheck;
import cultivar.datanet.quality.QualityListener;
import cultivar.datanet.quality.QualityProgress;
import cultivar.datanet.quality.QualityReport;
import cultivar.datanet.quality.Signal;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.store.SignalRange;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What was measured of a datanet's rows: the check that measures, one signal's spread, and what is said of rows. */
final class RowSignals {
    private static final int PARTS = 24;

    /**
     * How the values of the chosen signal are spread.
     *
     * @param range from the lowest to the highest value
     * @param counts of equally wide parts of it
     */
    record Spread(SignalRange range, List<Long> counts) {}

    private final DatanetServices services;
    private final Words words;
    private final String name;
    private final ObservableList<Measure> measures = FXCollections.observableArrayList(Signal.values());
    private final ObservableList<ModelChoice> bases = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Measure> chosen = new SimpleObjectProperty<>(this, "chosen");
    private final ObservableList<Measure> columns = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Spread> spread = new SimpleObjectProperty<>(this, "spread");
    private final Asked<Bytes32, List<SignalValue>> values;
    private final ObjectProperty<@Nullable Task<?>> checking = new SimpleObjectProperty<>(this, "checking");
    private @Nullable Task<?> spreading;

    RowSignals(DatanetServices services, Words words, String name) {
        this.services = services;
        this.words = words;
        this.name = name;
        values = new Asked<>(
                services.tasks(),
                words.get("quality.reading"),
                List.of(),
                contents -> services.store().signals().of(contents),
                error -> services.notifications().error(words.line(error)));
        List<String> kept = services.desk().get().columns();
        columns.setAll(
                measures.stream().filter(measure -> kept.contains(measure.id())).toList());
    }

    /** Reads which models there are, and what those of earlier times have measured. */
    AutoCloseable load() {
        return services.tasks()
                .load(words.get("quality.reading"), context -> new Models(answers(), choices()))
                .onResult(found -> {
                    found.answers().forEach(this::add);
                    bases.setAll(found.bases());
                })
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    private record Models(List<AnswerSignal> answers, List<ModelChoice> bases) {}

    private List<AnswerSignal> answers() {
        return services.store().signals().measuredBy().entrySet().stream()
                .flatMap(each -> AnswerSignal.of(each.getKey(), each.getValue()).stream())
                .toList();
    }

    private List<ModelChoice> choices() {
        return services.models().choices().stream()
                .filter(choice -> choice.adapter().isEmpty())
                .toList();
    }

    private void add(Measure measure) {
        if (isKnown(measure.id())) {
            return;
        }
        measures.add(measure);
        if (services.desk().get().columns().contains(measure.id())) {
            columns.add(measure);
        }
    }

    /** What rows can be sorted and filtered by: every signal, and what models have measured. */
    ObservableList<Measure> measures() {
        return measures;
    }

    /** The base models of this machine, which can measure the answers. */
    ObservableList<ModelChoice> bases() {
        return bases;
    }

    /** What the table shows as columns; kept for the next time. */
    ObservableList<Measure> columns() {
        return columns;
    }

    /** Makes something a column, or no longer. */
    void show(Measure measure, boolean wanted) {
        if (!wanted) {
            columns.remove(measure);
        } else if (!columns.contains(measure)) {
            columns.add(measure);
        }
        DeskSettings kept = services.desk().get();
        services.desk()
                .set(kept.withColumns(Stream.concat(
                                // Of what is not read yet nobody has said anything.
                                kept.columns().stream().filter(id -> !isKnown(id)),
                                columns.stream().map(Measure::id))
                        .toList()));
    }

    private boolean isKnown(String id) {
        return measures.stream().anyMatch(measure -> measure.id().equals(id));
    }

    /** Whose spread is shown, to filter by. */
    ObjectProperty<@Nullable Measure> chosen() {
        return chosen;
    }

    /** Of the chosen signal; null while there is none, or nothing was measured. */
    ObjectProperty<@Nullable Spread> spread() {
        return spread;
    }

    /** Grows whenever more is known of rows. */
    IntegerProperty revision() {
        return values.revision();
    }

    /** The check that goes on; null if none does. */
    ObjectProperty<@Nullable Task<?>> checking() {
        return checking;
    }

    /** What was found in a row's content, by this program's way of measuring; nothing until it has been read. */
    List<SignalValue> of(StoredRow row) {
        return current(values.of(row.contentHash()));
    }

    void choose(@Nullable Measure measure) {
        chosen.set(measure);
        if (measure != null) {
            show(measure, true);
        }
        readSpread();
    }

    private void readSpread() {
        Measure measure = chosen.get();
        spread.set(null);
        if (spreading != null) {
            spreading.cancel();
        }
        if (measure == null) {
            return;
        }
        QualitySignal stored = measure.stored();
        spreading = services.tasks()
                .load(words.get("quality.reading"), context -> read(stored))
                // Only the latest choice answers.
                .onResult(found -> spread.set(found.orElse(null)))
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    private Optional<Spread> read(QualitySignal signal) {
        return services.store().signals().range(name, signal).map(range -> {
            List<Long> counts = new ArrayList<>();
            for (long count : services.store().signals().histogram(name, range, PARTS)) {
                counts.add(count);
            }
            return new Spread(range, counts);
        });
    }

    /** Measures all rows; one check at a time. */
    void check() {
        if (checking.get() != null) {
            return;
        }
        QualityReport report = new QualityReport(1);
        Task<Boolean> task =
                services.tasks().compute(words.get("quality.task", name), context -> measure(report, context));
        checking.set(task);
        task.onResult(whole -> services.notifications()
                        .success(words.get(
                                "quality.done",
                                report.badges().stream()
                                        .mapToLong(QualityReport.Badges::rows)
                                        .sum(),
                                report.clusters())))
                .onFailure(error -> services.notifications().error(words.line(error)))
                .onEnd(this::checked);
    }

    private void checked() {
        checking.set(null);
        values.refresh();
        readSpread();
    }

    /** Asks a base about the answers that it was not yet asked about; one check at a time. */
    void measure(ModelChoice base) {
        if (checking.get() != null) {
            return;
        }
        Task<Measured> task = services.tasks()
                .compute(words.get("quality.answers.task", base.name(), name), context -> measure(base, context));
        checking.set(task);
        task.onResult(measured -> {
                    add(measured.loss());
                    add(measured.difficulty());
                    chosen.set(measured.difficulty());
                    services.notifications()
                            .success(words.get(
                                    "quality.answers.done",
                                    base.name(),
                                    measured.rows(),
                                    measured.unhelped(),
                                    measured.known()));
                })
                .onFailure(error -> services.notifications().error(words.line(error)))
                .onEnd(() -> {
                    checked();
                    // Stopped, too, it has measured something.
                    var _ = load();
                });
    }

    /**
     * What a base has made of the answers.
     *
     * @param rows with a measurement
     * @param unhelped of these, rows whose question does not help
     * @param known of these, rows whose answer it knows already
     */
    private record Measured(AnswerSignal loss, AnswerSignal difficulty, long rows, long unhelped, long known) {}

    private Measured measure(ModelChoice base, TaskContext context) {
        context.detail(words.get("by-model.opening", base.name()));
        AnswerSignals signals = new AnswerSignals(services.models().open(base));
        long missing = services.store().count(name, RowFilter.all()) - signals.measured(services.store(), name);
        var _ = signals.measure(services.store(), name, done -> {
            context.progress(missing > 0 ? Math.min(1, (double) done / missing) : -1);
            context.detail(words.get("quality.answers.progress", done, missing));
            return !context.cancelled();
        });
        return new Measured(
                signals.loss(),
                signals.difficulty(),
                signals.measured(services.store(), name),
                rows(new SignalRange(signals.difficulty().stored(), AnswerSignal.NO_HELP, Double.MAX_VALUE)),
                rows(new SignalRange(signals.loss().stored(), 0, AnswerSignal.KNOWN)));
    }

    private long rows(SignalRange range) {
        return services.store().count(name, RowFilter.all().withSignal(range));
    }

    private boolean measure(QualityReport report, TaskContext context) {
        try (SignalKeeper keeper = new SignalKeeper(services.store(), report)) {
            boolean whole = new QualityCheck()
                    .run(new StoredQualityRows(services.store(), name), keeper, new Follower(context));
            if (whole) {
                keeper.keepCopies(name);
            }
            return whole;
        }
    }

    private final class Follower implements QualityListener {
        private final TaskContext context;

        Follower(TaskContext context) {
            this.context = context;
        }

        @Override
        public void progress(QualityProgress progress) {
            context.progress(progress.total() > 0 ? (double) progress.done() / progress.total() : -1);
            context.detail(words.get("quality.phase." + progress.phase().name().toLowerCase(Locale.ROOT)));
        }

        @Override
        public boolean stop() {
            return context.cancelled();
        }
    }

    /** Ends the check; what it has measured until then stays. */
    void stop() {
        Task<?> task = checking.get();
        if (task != null) {
            task.cancel();
        }
    }

    /** Without what an earlier program measured in another way. */
    private List<SignalValue> current(List<SignalValue> found) {
        return found.stream()
                .filter(value ->
                        measures.stream().anyMatch(measure -> measure.stored().equals(value.signal())))
                .toList();
    }
}
