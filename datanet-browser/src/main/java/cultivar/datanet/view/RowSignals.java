package cultivar.datanet.view;

import cultivar.datanet.Bytes32;
import cultivar.datanet.QualitySignal;
import cultivar.datanet.SignalValue;
import cultivar.datanet.StoredRow;
import cultivar.datanet.measure.SignalKeeper;
import cultivar.datanet.measure.StoredQualityRows;
import cultivar.datanet.quality.QualityCheck;
import cultivar.datanet.quality.QualityListener;
import cultivar.datanet.quality.QualityProgress;
import cultivar.datanet.quality.QualityReport;
import cultivar.datanet.quality.Signal;
import cultivar.datanet.store.SignalRange;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final ObjectProperty<@Nullable Signal> chosen = new SimpleObjectProperty<>(this, "chosen");
    private final ObservableList<Signal> columns = FXCollections.observableArrayList();
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
                contents -> current(services.store().signals().of(contents)),
                error -> services.notifications().error(words.line(error)));
        List<String> kept = services.desk().get().columns();
        columns.setAll(Stream.of(Signal.values())
                .filter(signal -> kept.contains(signal.id()))
                .toList());
        columns.subscribe(() -> services.desk()
                .set(services.desk()
                        .get()
                        .withColumns(columns.stream().map(Signal::id).toList())));
    }

    /** The signals that the table shows as columns; kept for the next time. */
    ObservableList<Signal> columns() {
        return columns;
    }

    /** Makes a signal a column, or no longer. */
    void show(Signal signal, boolean wanted) {
        if (!wanted) {
            columns.remove(signal);
        } else if (!columns.contains(signal)) {
            columns.add(signal);
        }
    }

    /** The signal whose spread is shown, to filter by. */
    ObjectProperty<@Nullable Signal> chosen() {
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

    /** The store's name of a signal, with the version that this program computes. */
    static QualitySignal stored(Signal signal) {
        return new QualitySignal(signal.id(), Integer.toString(signal.version()));
    }

    /** What was found in a row's content, by this program's way of measuring; nothing until it has been read. */
    List<SignalValue> of(StoredRow row) {
        return values.of(row.contentHash());
    }

    void choose(@Nullable Signal signal) {
        chosen.set(signal);
        if (signal != null) {
            show(signal, true);
        }
        readSpread();
    }

    private void readSpread() {
        Signal signal = chosen.get();
        spread.set(null);
        if (spreading != null) {
            spreading.cancel();
        }
        if (signal == null) {
            return;
        }
        QualitySignal stored = stored(signal);
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
                .onEnd(() -> {
                    checking.set(null);
                    values.refresh();
                    readSpread();
                });
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
    private static Map<Bytes32, List<SignalValue>> current(Map<Bytes32, List<SignalValue>> found) {
        List<QualitySignal> known =
                List.of(Signal.values()).stream().map(RowSignals::stored).toList();
        Map<Bytes32, List<SignalValue>> current = new HashMap<>();
        found.forEach((content, all) -> current.put(
                content,
                all.stream().filter(value -> known.contains(value.signal())).toList()));
        return current;
    }
}
