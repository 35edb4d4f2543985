package cultivar.app.cli;

import cultivar.app.datanets.EngineModel;
import cultivar.app.home.Home;
import cultivar.datanet.SignalValue;
import cultivar.datanet.StoredRow;
import cultivar.datanet.measure.AnswerSignals;
import cultivar.datanet.quality.AnswerSignal;
import cultivar.datanet.quality.Sensitive;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.store.SignalRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures a datanet's answers by a base model, and says which rows teach little. */
final class AnswerReport {
    private static final int TEXT = 100;

    private final DatanetStore store;
    private final Terminal terminal;
    private final String datanet;
    private final int examples;

    AnswerReport(DatanetStore store, Terminal terminal, String datanet, int examples) {
        this.store = store;
        this.terminal = terminal;
        this.datanet = datanet;
        this.examples = examples;
    }

    /** Measures and prints; what is returned is the same for scripts. */
    Map<String, Object> measure(Home home, String base) {
        try (OneModel models = new OneModel(home)) {
            AnswerSignals signals = new AnswerSignals(new EngineModel(models.open(base), null, null, base));
            long total = store.count(datanet, RowFilter.all());
            long known = signals.measured(store, datanet);
            try (ProgressLine line = terminal.progress("answers")) {
                var _ = signals.measure(store, datanet, done -> {
                    line.update(done, total, done + " rows");
                    return true;
                });
            }
            long all = signals.measured(store, datanet);
            // Rows of one content have one measurement, so that rows are counted and not measurements.
            long measured = all - known;
            terminal.line("");
            terminal.line("Answers, by " + base + ": " + measured + " rows measured, " + known
                    + " known from an earlier time, " + (total - all) + " without an answer that fits");
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("base", base);
            json.put("measured", measured);
            json.put("rows", all);
            json.put(
                    "question_does_not_help",
                    list(
                            "The question does not help",
                            signals,
                            signals.difficulty(),
                            AnswerSignal.NO_HELP,
                            Double.MAX_VALUE));
            json.put(
                    "known_already", list("The base knows the answer", signals, signals.loss(), 0, AnswerSignal.KNOWN));
            return json;
        }
    }

    private static RowFilter range(AnswerSignal signal, double from, double to) {
        return RowFilter.all().withSignal(new SignalRange(signal.stored(), from, to));
    }

    private Map<String, Object> list(String title, AnswerSignals signals, AnswerSignal signal, double from, double to) {
        RowFilter filter = range(signal, from, to);
        long rows = store.count(datanet, filter);
        terminal.line(title + ": " + rows + " rows");
        List<StoredRow> shown = store.page(datanet, filter, 0, examples).rows();
        for (StoredRow row : shown) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "  %s  loss %.2f, difficulty %.2f",
                    row.origin().isEmpty() ? row.contentHash().brief() : row.origin(),
                    value(row, signals.loss()),
                    value(row, signals.difficulty())));
            String text = (row.contribution().messages().getFirst().content() + " -> "
                            + row.contribution().messages().getLast().content())
                    .replace('\n', ' ');
            if (!Sensitive.isIn(text)) {
                terminal.line("      " + (text.length() <= TEXT ? text : text.substring(0, TEXT - 1) + "…"));
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows);
        json.put("examples", shown.stream().map(row -> row.contentHash().hex()).toList());
        return json;
    }

    private double value(StoredRow row, AnswerSignal signal) {
        return store.signals().of(row.contentHash()).stream()
                .filter(value -> value.signal().equals(signal.stored()))
                .mapToDouble(SignalValue::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
