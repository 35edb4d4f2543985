package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.finetune.RecipeException;
import cultivar.runtime.hub.HubException;
import cultivar.runtime.hub.RepoRevision;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code cultivar}: options that every command shares, exit codes, and errors in one line. */
@Command(
        name = "cultivar",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Grow specialised language models from community data.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StudioCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            DatanetCommand.class,
            HubCommand.class,
            TrainCommand.class,
            RunsCommand.class,
            ScoreCommand.class,
            GenerateCommand.class,
            ChatCommand.class,
            ServeCommand.class,
            ExportCommand.class,
            PublishCommand.class,
            VerifyCommand.class,
            WalletCommand.class,
            BenchCommand.class
        })
public final class Cli implements Callable<Integer> {
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    private final PrintStream out;
    private final PrintStream err;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--home", scope = ScopeType.INHERIT, paramLabel = "FOLDER", description = "The studio's home.")
    private @Nullable Path home;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Machine-readable output.")
    private boolean json;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Say more, with traces of errors.")
    private boolean verbose;

    private Cli(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs a command line and gives the exit code: 0 only when all of it worked, 2 for bad usage, 1 for the rest. */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        if (List.of(arguments).contains("--verbose")) {
            // Before anything logs: the log reads it once.
            System.setProperty("cultivar.log.cuda", "WARN");
        }
        Cli cli = new Cli(out, err);
        CommandLine line = new CommandLine(cli)
                .setOut(new PrintWriter(out, true, out.charset()))
                .setErr(new PrintWriter(err, true, err.charset()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(RepoRevision.class, Cli::repository)
                .setParameterExceptionHandler(cli::badUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> cli.failed(failure));
        TrainCommand.addRecipeOptions(subcommand(line, "train").getCommandSpec());
        return line.execute(arguments);
    }

    private static RepoRevision repository(String text) {
        try {
            return RepoRevision.parse(text);
        } catch (HubException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Without a command the studio opens. */
    @Override
    public Integer call() {
        return StudioCommand.open(this, Objects.requireNonNull(spec).commandLine(), false);
    }

    static CommandLine subcommand(CommandLine root, String name) {
        return Objects.requireNonNull(root.getSubcommands().get(name), name);
    }

    Home home() {
        return Home.locate(home);
    }

    Terminal terminal() {
        return new Terminal(out, err, json, !json && Person.console().isPresent());
    }

    private int badUsage(ParameterException failure, String[] arguments) {
        boolean asJson = json || List.of(arguments).contains("--json");
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        report(new Failure(badUsage(failure), "See `" + command + " --help`.", true), asJson);
        return BAD_USAGE;
    }

    private static String badUsage(ParameterException failure) {
        // Picocli counts places among words that the user may not have typed in that order.
        return failure instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getUnmatched().isEmpty()
                        && !unmatched.isUnknownOption()
                ? "There is no command or argument '" + unmatched.getUnmatched().getFirst() + "' here."
                : String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private int failed(Exception failure) {
        boolean recipe = failure instanceof RecipeException;
        Failure problem = Failure.of(failure);
        report(recipe && problem.hint().isEmpty() ? problem.withHint("See `cultivar train --help`.") : problem, json);
        if (verbose) {
            failure.printStackTrace(err);
        }
        return recipe ? BAD_USAGE : FAILED;
    }

    private void report(Failure problem, boolean asJson) {
        if (asJson) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("error", problem.error());
            object.put("hint", problem.hint());
            new Terminal(err, err, true, false).result(object);
        } else {
            err.println("cultivar: " + problem.line());
        }
    }
}
