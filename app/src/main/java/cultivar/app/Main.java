package cultivar.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the studio and of its command line. */
@Command(
        name = "cultivar",
        mixinStandardHelpOptions = true,
        version = "cultivar 0.1.0-SNAPSHOT",
        description = "Grow specialised language models from community data.")
public final class Main implements Runnable {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.err);
    }
}
