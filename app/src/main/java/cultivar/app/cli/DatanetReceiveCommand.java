package cultivar.app.cli;

import cultivar.app.datanets.WalletSignatures;
import cultivar.datanet.Received;
import cultivar.datanet.ReviewState;
import cultivar.datanet.signed.ContributionFile;
import cultivar.datanet.signed.FileCheck;
import cultivar.datanet.signed.RowProblem;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import cultivar.datanet.store.ImportReport;
import cultivar.datanet.store.ReceiveReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A contribution file into its datanet. */
@Command(
        name = "receive",
        description = {
            "Checks a file that `cultivar datanet contribute` made, and takes its rows in for review, as pending.",
            "Says whether it is intact, unsigned, altered after signing (and which rows), or signed by somebody else.",
            "Altered rows never go in. It ends with 1 if the file is not intact, unless an option allows it."
        },
        mixinStandardHelpOptions = true)
final class DatanetReceiveCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private DatanetCommand parent;

    @Parameters(paramLabel = "FILE", description = "The contribution file.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--check", description = "Only check; take nothing in.")
    private boolean checkOnly;

    @Option(names = "--unsigned", description = "Take the rows in though nobody signed them.")
    private boolean unsigned;

    @Option(
            names = "--intact-rows",
            description = "Of an altered file take those rows in that are as they were signed.")
    private boolean intactRows;

    @Override
    public Integer call() {
        Terminal terminal = parent.terminal();
        ContributionFile contribution = ContributionFile.open(file, new WalletSignatures());
        FileCheck check = contribution.check();
        Map<String, Object> result = figures(check);
        if (!terminal.json()) {
            check.altered().forEach(row -> terminal.say("row " + row.row() + ": " + row.reason()));
        }
        String verdict = check.verdict().id() + ": " + check.reason();
        if (checkOnly) {
            terminal.line(verdict);
            if (terminal.json()) {
                terminal.result(result);
            }
            return check.verdict() == FileCheck.Verdict.INTACT ? 0 : Cli.FAILED;
        }
        boolean allowed = check.verdict() == FileCheck.Verdict.UNSIGNED ? unsigned : intactRows;
        if (check.verdict() == FileCheck.Verdict.UNSIGNED && !unsigned) {
            throw new CommandException(check.reason() + " Take them in all the same with --unsigned.");
        }
        if (check.verdict() == FileCheck.Verdict.ALTERED && check.usable() > 0 && !intactRows) {
            throw new CommandException(
                    check.reason() + " Take the " + check.usable() + " rows in that are as signed with --intact-rows.");
        }
        try (DatanetStore store = parent.open()) {
            ReceiveReport report = store.contributions().receive(contribution, allowed, ImportListener.NONE);
            terminal.line(verdict);
            return tell(terminal, report, result);
        }
    }

    private static int tell(Terminal terminal, ReceiveReport report, Map<String, Object> result) {
        ImportReport rows = report.rows();
        Received received = report.received();
        rows.problems().stream()
                .filter(problem -> !problem.reason().startsWith("altered"))
                .forEach(problem -> terminal.say(problem.toString()));
        terminal.line(rows.added() + " rows came in, " + rows.duplicates() + " were there already, " + rows.rejected()
                + " did not go in");
        terminal.line(received.of(ReviewState.PENDING) + " wait for a decision: cultivar datanet review "
                + received.datanet() + " --file " + received.id());
        if (terminal.json()) {
            result.put("id", received.id());
            result.put("added", rows.added());
            result.put("duplicates", rows.duplicates());
            result.put("rejected", rows.rejected());
            result.put("pending", received.of(ReviewState.PENDING));
            terminal.result(result);
        }
        return rows.rejected() > 0 ? Cli.FAILED : 0;
    }

    private static Map<String, Object> figures(FileCheck check) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("verdict", check.verdict().id());
        result.put("reason", check.reason());
        result.put("signer", check.signer() == null ? "" : check.signer().value());
        result.putAll(DatanetContributeCommand.figures(check.statement()));
        result.put("found_rows", check.rows());
        result.put("usable_rows", check.usable());
        result.put("altered_rows", check.alteredRows());
        List<Map<String, Object>> altered = new ArrayList<>();
        for (RowProblem row : check.altered()) {
            Map<String, Object> problem = new LinkedHashMap<>();
            problem.put("row", row.row());
            problem.put("reason", row.reason());
            altered.add(problem);
        }
        result.put("altered", altered);
        return result;
    }
}
