package cultivar.app.cli;

import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.RowDiff;
import cultivar.datanet.StoredRow;
import cultivar.datanet.VersionDiff;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.DiffPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** How two versions of a datanet differ. */
@Command(
        name = "diff",
        description = {
            "Shows how two versions of a datanet differ: rows added, removed, changed (the same conversation under"
                    + " another contributor, licence, source or context) and retagged between the two."
        },
        mixinStandardHelpOptions = true)
final class DatanetDiffCommand implements Callable<Integer> {
    private static final int PAGE = 500;
    private static final int TEXT = 100;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private DatanetCommand parent;

    @Parameters(index = "0", paramLabel = "NAME@1", description = "The version before.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "NAME@2", description = "The version after.")
    private String to = "";

    @Option(names = "--rows", defaultValue = "100", description = "How many rows to list (default 100).")
    private int limit;

    @Override
    public Integer call() {
        if (limit < 0) {
            throw new CommandException("--rows must be 0 or more, not " + limit);
        }
        Terminal terminal = parent.terminal();
        DatanetVersionRef first = DatanetVersionRef.parse(from);
        DatanetVersionRef second = DatanetVersionRef.parse(to);
        try (DatanetStore store = parent.open()) {
            VersionDiff diff = store.diff(first, second);
            terminal.line(first + " to " + second + ": " + diff.added() + " added, " + diff.removed() + " removed, "
                    + diff.changed() + " changed, " + diff.retagged() + " retagged, " + diff.same() + " the same");
            List<Map<String, Object>> rows = new ArrayList<>();
            OptionalLong next = OptionalLong.of(0);
            int left = limit;
            while (next.isPresent() && left > 0) {
                DiffPage page = store.diff(first, second, next.getAsLong(), Math.min(PAGE, left));
                for (RowDiff row : page.rows()) {
                    print(terminal, row);
                    if (terminal.json()) {
                        rows.add(figures(row));
                    }
                }
                left -= page.rows().size();
                next = page.next();
            }
            if (next.isPresent()) {
                terminal.line("and more; list them with --rows");
            }
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("from", first.toString());
                result.put("to", second.toString());
                result.put("added", diff.added());
                result.put("removed", diff.removed());
                result.put("changed", diff.changed());
                result.put("retagged", diff.retagged());
                result.put("same", diff.same());
                result.put("rows", rows);
                terminal.result(result);
            }
            return 0;
        }
    }

    private static void print(Terminal terminal, RowDiff diff) {
        StoredRow row = diff.row();
        String sign = switch (diff.kind()) {
            case ADDED -> "+";
            case REMOVED -> "-";
            case CHANGED -> "~";
            case RETAGGED -> "#";
        };
        String text = (row.contribution().messages().getFirst().content() + " -> "
                        + row.contribution().messages().getLast().content())
                .replace('\n', ' ');
        terminal.line(sign + " " + row.id() + "  " + (text.length() <= TEXT ? text : text.substring(0, TEXT - 1) + "…")
                + (diff.what().isEmpty() ? "" : "  (" + diff.what() + ")"));
    }

    private static Map<String, Object> figures(RowDiff diff) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("kind", diff.kind().id());
        figures.put("what", diff.what());
        figures.putAll(DatanetReviewCommand.figures(diff.row()));
        return figures;
    }
}
