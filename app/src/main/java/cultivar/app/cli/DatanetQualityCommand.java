package cultivar.app.cli;

import cultivar.datanet.Bytes32;
import cultivar.datanet.Datanet;
import cultivar.datanet.Message;
import cultivar.datanet.Split;
import cultivar.datanet.StoredRow;
import cultivar.datanet.measure.SignalKeeper;
import cultivar.datanet.measure.StoredQualityRows;
import cultivar.datanet.quality.Cluster;
import cultivar.datanet.quality.Measurement;
import cultivar.datanet.quality.QualityCheck;
import cultivar.datanet.quality.QualityListener;
import cultivar.datanet.quality.QualityProgress;
import cultivar.datanet.quality.QualityReport;
import cultivar.datanet.quality.QualityWords;
import cultivar.datanet.quality.Sensitive;
import cultivar.datanet.quality.Signal;
import cultivar.datanet.store.DatanetStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What may be wrong with the rows of a datanet. */
@Command(
        name = "quality",
        description = "Looks through a datanet for copies, personal data, secrets, leaks and wrong labels, and keeps"
                + " what it measures.",
        mixinStandardHelpOptions = true)
final class DatanetQualityCommand implements Callable<Integer> {
    private static final int TEXT = 100;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private DatanetCommand parent;

    @Parameters(paramLabel = "NAME", description = "The datanet.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(names = "--examples", defaultValue = "3", description = "Rows to show of each finding (default 3).")
    private int examples;

    @Option(
            names = "--base",
            paramLabel = "MODEL",
            description = "Also measure what this base model thinks of the answers, which takes long: their loss, and"
                    + " how much the question helps. A checkpoint folder, OWNER/NAME, or seedling.")
    private @Nullable String base;

    @Override
    public Integer call() {
        if (examples < 1) {
            throw new CommandException("--examples must be 1 or more, not " + examples);
        }
        Terminal terminal = parent.terminal();
        try (DatanetStore store = parent.open()) {
            Datanet datanet = store.get(name);
            StoredQualityRows rows = new StoredQualityRows(store, name);
            QualityReport report = new QualityReport(examples);
            long start = System.nanoTime();
            try (ProgressLine line = terminal.progress("quality");
                    SignalKeeper keeper = new SignalKeeper(store, report)) {
                boolean whole = new QualityCheck().run(rows, keeper, new Follower(line));
                if (!whole) {
                    throw new CommandException("The check was stopped before its end; run it again");
                }
                keeper.keepCopies(name);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Result result = new Result(report, texts(rows, report), new QualityWords());
            result.print(
                    terminal,
                    datanet.rows() + " rows and " + datanet.heldOutRows() + " held out, looked through in "
                            + String.format(Locale.ROOT, "%.1f s", seconds));
            if (terminal.json()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("datanet", name);
                json.put("rows", datanet.rows());
                json.put("held_out_rows", datanet.heldOutRows());
                json.put("seconds", seconds);
                result.put(json);
                if (base != null) {
                    json.put("answers", new AnswerReport(store, terminal, name, examples).measure(parent.home(), base));
                }
                terminal.result(json);
            } else if (base != null) {
                var _ = new AnswerReport(store, terminal, name, examples).measure(parent.home(), base);
            }
            return 0;
        }
    }

    private record Follower(ProgressLine line) implements QualityListener {
        @Override
        public void progress(QualityProgress progress) {
            line.update(
                    progress.done(), progress.total(), progress.phase().name().toLowerCase(Locale.ROOT));
        }
    }

    /** The rows that the report names. */
    private static Map<Bytes32, StoredRow> texts(StoredQualityRows rows, QualityReport report) {
        Set<Bytes32> wanted = new HashSet<>();
        report.badges().forEach(badges -> badges.worst().forEach(example -> wanted.add(example.contentHash())));
        report.largest().forEach(cluster -> wanted.add(cluster.rows().getFirst()));
        Map<Bytes32, StoredRow> found = new HashMap<>();
        for (Split split : Split.values()) {
            try (Stream<StoredRow> side = rows.rows(split)) {
                side.filter(row -> wanted.contains(row.contentHash()))
                        .forEach(row -> found.putIfAbsent(row.contentHash(), row));
            }
        }
        return found;
    }

    /** What is said of a check. */
    private record Result(QualityReport report, Map<Bytes32, StoredRow> rows, QualityWords words) {
        void print(Terminal terminal, String summary) {
            terminal.line(summary);
            if (report.badges().isEmpty()) {
                terminal.line("Nothing was found.");
            }
            for (QualityReport.Badges badges : report.badges()) {
                terminal.line("");
                terminal.line(String.format(
                        Locale.ROOT,
                        "%s: %d rows (%s)",
                        words.badgeTitle(badges.kind()),
                        badges.rows(),
                        words.title(badges.signal())));
                for (QualityReport.Example example : badges.worst()) {
                    terminal.line("  " + place(example.contentHash()) + "  " + reason(example.value()));
                    String text = text(example.contentHash());
                    if (text != null) {
                        terminal.line("      " + text);
                    }
                }
            }
            terminal.line("");
            terminal.line(
                    report.clusters() + " clusters of copies and near copies, " + report.clustered() + " rows in them");
            for (Cluster cluster : report.largest()) {
                String text = text(cluster.rows().getFirst());
                terminal.line(String.format(
                        Locale.ROOT,
                        "  %d rows, at least %d %% the same: %s",
                        cluster.rows().size(),
                        (int) (cluster.similarity() * 100),
                        text == null ? place(cluster.rows().getFirst()) : text));
            }
        }

        void put(Map<String, Object> json) {
            json.put(
                    "signals",
                    Stream.of(Signal.values())
                            .filter(report.ranges()::containsKey)
                            .map(this::signal)
                            .toList());
            json.put("badges", report.badges().stream().map(this::badges).toList());
            Map<String, Object> clusters = new LinkedHashMap<>();
            clusters.put("clusters", report.clusters());
            clusters.put("rows", report.clustered());
            clusters.put("largest", report.largest().stream().map(this::cluster).toList());
            json.put("clusters", clusters);
        }

        private Map<String, Object> signal(Signal signal) {
            QualityReport.Range range = report.ranges().getOrDefault(signal, new QualityReport.Range(0, 0, 0, 0));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("signal", signal.id());
            json.put("version", signal.version());
            json.put("title", words.title(signal));
            json.put("lowest", range.lowest());
            json.put("mean", range.mean());
            json.put("highest", range.highest());
            return json;
        }

        private Map<String, Object> badges(QualityReport.Badges badges) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("signal", badges.signal().id());
            json.put("kind", badges.kind());
            json.put("title", words.badgeTitle(badges.kind()));
            json.put("rows", badges.rows());
            json.put("worst", badges.worst().stream().map(this::example).toList());
            return json;
        }

        private Map<String, Object> example(QualityReport.Example example) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("content_hash", example.contentHash().hex());
            json.put("place", place(example.contentHash()));
            json.put("value", example.value().value());
            json.put("reason", reason(example.value()));
            String text = text(example.contentHash());
            if (text != null) {
                json.put("text", text);
            }
            return json;
        }

        private Map<String, Object> cluster(Cluster cluster) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("similarity", cluster.similarity());
            json.put("rows", cluster.rows().stream().map(Bytes32::hex).toList());
            return json;
        }

        private String place(Bytes32 hash) {
            StoredRow row = rows.get(hash);
            return row == null || row.origin().isEmpty() ? hash.brief() : row.origin();
        }

        private static String reason(Measurement value) {
            return value.badge() == null ? "" : value.badge().reason();
        }

        /** A row's beginning; null where it may not be shown. */
        private @Nullable String text(Bytes32 hash) {
            StoredRow row = rows.get(hash);
            if (row == null) {
                return null;
            }
            List<Message> turns = row.contribution().messages();
            String text = (turns.getFirst().content() + " -> " + turns.getLast().content()).replace('\n', ' ');
            if (Sensitive.isIn(text)) {
                return null;
            }
            return text.length() <= TEXT ? text : text.substring(0, TEXT - 1) + "…";
        }
    }
}
