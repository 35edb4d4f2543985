package cultivar.app.cli;

import cultivar.app.datanets.Datanets;
import cultivar.datanet.ContributorShare;
import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Split;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import cultivar.datanet.store.ImportProgress;
import cultivar.datanet.store.ImportReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Datanets and their versions. */
@Command(
        name = "datanet",
        description = "Lists, shows and imports datanets.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DatanetCommand {
    private static final EvmAddress NOBODY = EvmAddress.parse("0x0000000000000000000000000000000000000000");

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    private DatanetStore open() {
        return Datanets.open(cli.home().make());
    }

    @Command(name = "list", description = "All datanets with their figures.", mixinStandardHelpOptions = true)
    int list() {
        Terminal terminal = cli.terminal();
        try (DatanetStore store = open()) {
            List<Datanet> datanets = store.list();
            terminal.line(String.format(
                    "%-18s %-9s %7s %9s %6s  %s", "NAME", "VERSION", "ROWS", "HELD OUT", "PEOPLE", "SUMMARY"));
            for (Datanet datanet : datanets) {
                terminal.line(String.format(
                        Locale.ROOT,
                        "%-18s %-9s %7d %9d %6d  %s",
                        datanet.name(),
                        datanet.latest().map(v -> String.valueOf(v.number())).orElse("draft"),
                        datanet.rows(),
                        datanet.heldOutRows(),
                        datanet.contributors().size(),
                        datanet.card().summary()));
            }
            if (terminal.json()) {
                terminal.result(Map.of(
                        "datanets",
                        datanets.stream().map(DatanetCommand::figures).toList()));
            }
            return 0;
        }
    }

    @Command(
            name = "show",
            description = "One datanet: who gave what, and its versions.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "NAME") String name) {
        Terminal terminal = cli.terminal();
        try (DatanetStore store = open()) {
            Datanet datanet = store.get(name);
            List<DatanetVersion> versions = store.versions(name);
            terminal.line(datanet.card().title() + " (" + name + ")");
            terminal.line(datanet.card().summary());
            terminal.line("");
            terminal.line(datanet.rows() + " rows, " + datanet.heldOutRows() + " held out, " + datanet.draftRows()
                    + " in no version yet");
            terminal.line("licences  " + counted(datanet.licences()));
            terminal.line("tags      " + counted(datanet.tags()));
            for (ContributorShare share : datanet.contributors()) {
                terminal.line(String.format(
                        Locale.ROOT,
                        "  %s  %5d rows  %4.1f %%",
                        share.contributor(),
                        share.rows(),
                        100 * share.share()));
            }
            for (DatanetVersion version : versions) {
                terminal.line("version " + version.number() + "  " + version.rows() + " rows  root " + version.root());
            }
            if (terminal.json()) {
                Map<String, Object> result = figures(datanet);
                result.put("description", datanet.card().description());
                result.put(
                        "tags",
                        datanet.tags().stream().map(DatanetCommand::figures).toList());
                result.put(
                        "versions",
                        versions.stream().map(DatanetCommand::figures).toList());
                terminal.result(result);
            }
            return 0;
        }
    }

    @Command(
            name = "import",
            description = "Brings a JSON Lines file into a datanet, which is made if need be, and publishes a version.",
            mixinStandardHelpOptions = true)
    int importFile(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--into", required = true, paramLabel = "NAME", description = "The datanet's name.")
                    String name,
            @Option(
                            names = "--contributor",
                            paramLabel = "ADDRESS",
                            description = "Whose rows they are that do not say.")
                    @Nullable
                    String contributor,
            @Option(names = "--licence", description = "The licence of rows that name none.") @Nullable String licence,
            @Option(names = "--held-out", description = "Keep the rows apart for evaluation.") boolean heldOut) {
        Terminal terminal = cli.terminal();
        RowDefaults defaults = new RowDefaults(
                contributor == null ? NOBODY : EvmAddress.parse(contributor), licence == null ? "" : licence);
        if (!Files.isRegularFile(file)) {
            throw new CommandException(file + " is not a file that can be imported; choose a .jsonl file");
        }
        try (DatanetStore store = open();
                ProgressLine progress = terminal.progress("import")) {
            if (store.find(name).isEmpty()) {
                store.create(DatanetCard.titled(name));
            }
            ImportReport report = store.importFile(
                    name, file, heldOut ? Split.HELD_OUT : Split.TRAIN, defaults, new Follower(terminal, progress));
            Datanet datanet = store.get(name);
            if (datanet.draftRows() > 0) {
                DatanetVersion version = store.publish(name);
                terminal.line("version " + version.number() + "  " + version.rows() + " rows  root " + version.root());
            }
            terminal.line(report.added() + " rows went in, " + report.duplicates() + " were there already, "
                    + report.rejected() + " lines were rejected");
            if (terminal.json()) {
                terminal.result(result(report));
            }
            return report.rejected() > 0 ? Cli.FAILED : 0;
        }
    }

    /** Shows progress and problems of an import as they come. */
    private record Follower(Terminal terminal, ProgressLine line) implements ImportListener {
        @Override
        public void progress(ImportProgress progress) {
            line.update(progress.bytes(), progress.total(), progress.added() + " rows");
        }

        @Override
        public void problem(Problem problem) {
            terminal.say(problem.toString());
        }
    }

    private static Map<String, Object> result(ImportReport report) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("added", report.added());
        result.put("duplicates", report.duplicates());
        result.put("rejected", report.rejected());
        result.put("warnings", report.warnings());
        List<Map<String, Object>> problems = new ArrayList<>();
        for (Problem problem : report.problems()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("file", problem.file());
            row.put("line", problem.line());
            row.put("reason", problem.reason());
            row.put("rejected", problem.severity() == Problem.Severity.REJECTED);
            problems.add(row);
        }
        result.put("problems", problems);
        return result;
    }

    private static Map<String, Object> figures(Datanet datanet) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", datanet.name());
        row.put("title", datanet.card().title());
        row.put("summary", datanet.card().summary());
        row.put("version", datanet.latest().map(DatanetVersion::number).orElse(0));
        row.put("rows", datanet.rows());
        row.put("held_out_rows", datanet.heldOutRows());
        row.put("draft_rows", datanet.draftRows());
        row.put(
                "contributors",
                datanet.contributors().stream().map(DatanetCommand::figures).toList());
        row.put(
                "licences",
                datanet.licences().stream().map(DatanetCommand::figures).toList());
        return row;
    }

    private static Map<String, Object> figures(DatanetVersion version) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("version", version.number());
        row.put("root", version.root().toString());
        row.put("rows", version.rows());
        row.put("created", version.created().toString());
        row.put(
                "contributors",
                version.shares().stream().map(DatanetCommand::figures).toList());
        return row;
    }

    private static Map<String, Object> figures(ContributorShare share) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("address", share.contributor().toString());
        row.put("rows", share.rows());
        row.put("share", share.share());
        return row;
    }

    private static Map<String, Object> figures(Counted counted) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", counted.name());
        row.put("rows", counted.rows());
        return row;
    }

    private static String counted(List<Counted> counted) {
        return counted.stream().map(c -> c.name() + " " + c.rows()).collect(Collectors.joining(", "));
    }
}
