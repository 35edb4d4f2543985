package cultivar.app.cli;

import cultivar.app.shell.Studio;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Opens the window; also what {@code cultivar} does without a command. */
@Command(name = "studio", description = "Opens the studio.", mixinStandardHelpOptions = true)
final class StudioCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Cli cli;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--or-demo", description = "Where there is no display, show the journey in this terminal instead.")
    private boolean orDemo;

    @Override
    public Integer call() {
        CommandLine root = Objects.requireNonNull(spec).root().commandLine();
        return open(Objects.requireNonNull(cli), root, orDemo);
    }

    static int open(Cli cli, CommandLine root, boolean orDemo) {
        if (Display.isPresent()) {
            Studio.launch(cli.home().make().root());
            return 0;
        }
        if (!orDemo) {
            throw new CommandException(
                    "There is no display here, so the studio cannot open. Try `cultivar demo` in this terminal.");
        }
        cli.terminal().say("There is no display here, so the journey runs in this terminal.");
        return Cli.subcommand(root, "demo").execute();
    }
}
