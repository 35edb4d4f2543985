package cultivar.app.cli;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.Message;
import cultivar.datanet.Received;
import cultivar.datanet.ReviewState;
import cultivar.datanet.RowEdit;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Decides about rows that others gave. */
@Command(
        name = "review",
        description = {
            "Decides about the rows that contribution files brought. Without --file it lists the files; with it, the"
                    + " rows of the file that wait for a decision, after those that the options decide.",
            "The tagging desk in the window does the same row by row."
        },
        mixinStandardHelpOptions = true)
final class DatanetReviewCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final int TEXT = 200;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private DatanetCommand parent;

    @Parameters(paramLabel = "NAME", description = "The datanet.")
    private String name = "";

    @Option(names = "--file", paramLabel = "NUMBER", description = "The contribution file, by its number.")
    private @Nullable Long file;

    @Option(
            names = "--accept",
            split = ",",
            paramLabel = "ROW",
            description = "Rows to accept, by number; `all` for all that wait (with --reject: all others).")
    private List<String> accept = List.of();

    @Option(
            names = "--reject",
            split = ",",
            paramLabel = "ROW",
            description = "Rows to reject, by number; `all` for all that wait (with --accept: all others).")
    private List<String> reject = List.of();

    @Option(names = "--reason", defaultValue = "", description = "Why they are rejected.")
    private String reason = "";

    @Option(names = "--publish", description = "Publish a version once no row of the file waits.")
    private boolean publish;

    @Override
    public Integer call() {
        Terminal terminal = parent.terminal();
        try (DatanetStore store = parent.open()) {
            if (file == null) {
                if (!accept.isEmpty() || !reject.isEmpty() || publish) {
                    throw new CommandException("Say which file it is about. Name it with --file; without options the"
                            + " files are listed.");
                }
                return list(terminal, store.contributions().list(store.get(name).name()));
            }
            return review(terminal, store, store.contributions().get(name, file));
        }
    }

    private static int list(Terminal terminal, List<Received> files) {
        terminal.line(String.format(
                "%6s  %-9s %8s %9s %9s  %-42s  %s",
                "NUMBER", "CHECK", "PENDING", "ACCEPTED", "REJECTED", "CONTRIBUTOR", "FILE"));
        for (Received received : files) {
            terminal.line(String.format(
                    "%6d  %-9s %8d %9d %9d  %-42s  %s",
                    received.id(),
                    received.verdict(),
                    received.of(ReviewState.PENDING),
                    received.of(ReviewState.ACCEPTED),
                    received.of(ReviewState.REJECTED),
                    received.contributor(),
                    received.file()));
        }
        if (terminal.json()) {
            terminal.result(Map.of(
                    "files", files.stream().map(DatanetReviewCommand::figures).toList()));
        }
        return 0;
    }

    private int review(Terminal terminal, DatanetStore store, Received received) {
        decide(store, received.id());
        Received now = store.contributions().get(name, received.id());
        if (publish && !now.decided()) {
            throw new CommandException(now.of(ReviewState.PENDING)
                    + " rows of the file still wait, so no version was made. Decide about them first.");
        }
        List<Map<String, Object>> shown = new ArrayList<>();
        RowFilter waiting = RowFilter.all().withReceived(now.id()).withState(ReviewState.PENDING);
        try (Stream<StoredRow> rows = store.rows(name, waiting)) {
            rows.forEach(row -> {
                terminal.line(row.id() + "  " + row.contribution().licence() + "  "
                        + String.join(", ", row.contribution().tags()) + "  " + row.origin());
                for (Message message : row.contribution().messages()) {
                    terminal.line("  " + message.role().id() + ": " + cut(message.content()));
                }
                if (terminal.json()) {
                    shown.add(figures(row));
                }
            });
        }
        terminal.line(now.file() + " by " + now.contributor() + ": " + now.of(ReviewState.PENDING) + " wait, "
                + now.of(ReviewState.ACCEPTED) + " accepted, " + now.of(ReviewState.REJECTED) + " rejected");
        Map<String, Object> result = figures(now);
        result.put("rows", shown);
        finish(terminal, store, now, result);
        if (terminal.json()) {
            terminal.result(result);
        }
        return 0;
    }

    private void decide(DatanetStore store, long id) {
        RowFilter waiting = RowFilter.all().withReceived(id).withState(ReviewState.PENDING);
        if (accept.contains(ALL) && reject.contains(ALL)) {
            throw new CommandException("All rows can be accepted or rejected, not both. Name some by their numbers.");
        }
        RowEdit yes = RowEdit.accept();
        RowEdit no = RowEdit.reject(reason);
        // Rows that are named are decided first, so that "all" means the others.
        List<Long> yesRows = named(store, id, accept);
        List<Long> noRows = named(store, id, reject);
        if (!yesRows.isEmpty()) {
            store.curation().apply(name, yesRows, yes, DatanetStore.OWNER);
        }
        if (!noRows.isEmpty()) {
            store.curation().apply(name, noRows, no, DatanetStore.OWNER);
        }
        if (accept.contains(ALL)) {
            store.curation().applyToAll(name, waiting, yes, DatanetStore.OWNER);
        }
        if (reject.contains(ALL)) {
            store.curation().applyToAll(name, waiting, no, DatanetStore.OWNER);
        }
    }

    private List<Long> named(DatanetStore store, long id, List<String> rows) {
        List<Long> ids = rows.stream()
                .filter(row -> !row.equals(ALL))
                .map(DatanetReviewCommand::number)
                .toList();
        for (long row : ids) {
            if (store.contributions()
                    .ofRow(name, row)
                    .filter(found -> found.id() == id)
                    .isEmpty()) {
                throw new CommandException("Row " + row + " did not come with file " + id
                        + ", so nothing was decided. Name its own rows.");
            }
        }
        return ids;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new CommandException("\"" + text + "\" is no row's number. Name rows by their numbers, or `all`.", e);
        }
    }

    private void finish(Terminal terminal, DatanetStore store, Received now, Map<String, Object> result) {
        Datanet datanet = store.get(name);
        if (!now.decided()) {
            return;
        }
        if (publish) {
            DatanetVersion version = store.publish(name);
            terminal.line("version " + version.number() + "  " + version.rows() + " rows  root " + version.root());
            result.put("version", version.number());
            result.put("version_rows", version.rows());
        } else if (datanet.draftRows() > 0) {
            int next = 1 + datanet.latest().map(DatanetVersion::number).orElse(0);
            terminal.line("All are decided. Version " + next + " would hold " + datanet.rows() + " rows, "
                    + datanet.draftRows() + " of them new; make it with --publish.");
        }
    }

    private static Map<String, Object> figures(Received received) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", received.id());
        row.put("file", received.file());
        row.put("check", received.verdict());
        row.put("contributor", received.contributor().value());
        row.put("note", received.note());
        row.put("created", received.created().toString());
        row.put("received", received.at().toString());
        row.put("signed_rows", received.stated());
        for (ReviewState state : ReviewState.values()) {
            row.put(state.id(), received.of(state));
        }
        return row;
    }

    static Map<String, Object> figures(StoredRow row) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("id", row.id());
        figures.put("contributor", row.contribution().contributor().value());
        figures.put("licence", row.contribution().licence());
        figures.put("source", row.contribution().source());
        figures.put("context", row.contribution().context());
        figures.put("tags", row.contribution().tags());
        figures.put("origin", row.origin());
        figures.put(
                "messages",
                row.contribution().messages().stream()
                        .map(message -> Map.of("role", message.role().id(), "content", message.content()))
                        .toList());
        return figures;
    }

    private static String cut(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= TEXT ? line : line.substring(0, TEXT - 1) + "…";
    }
}
