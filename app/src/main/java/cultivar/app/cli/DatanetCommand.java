package cultivar.app.cli;

import cultivar.app.datanets.Datanets;
import cultivar.app.home.Home;
import cultivar.datanet.ContributorShare;
import cultivar.datanet.Counted;
import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.store.DatanetStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Datanets and their versions. */
@Command(
        name = "datanet",
        description = "Lists, shows, imports, exports, checks and copies datanets.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DatanetImportCommand.class,
            DatanetExportCommand.class,
            DatanetContributeCommand.class,
            DatanetReceiveCommand.class,
            DatanetReviewCommand.class,
            DatanetDiffCommand.class,
            DatanetQualityCommand.class,
            DatanetCheckCommand.class,
            DatanetStoreCommands.Check.class,
            DatanetStoreCommands.Backup.class
        },
        synopsisSubcommandLabel = "COMMAND")
final class DatanetCommand {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    Home home() {
        return cli.home();
    }

    Terminal terminal() {
        return cli.terminal();
    }

    DatanetStore open() {
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
