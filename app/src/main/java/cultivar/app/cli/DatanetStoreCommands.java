package cultivar.app.cli;

import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.StoreCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The care of the file that holds the datanets. */
final class DatanetStoreCommands {
    private DatanetStoreCommands() {}

    /** Looks the whole file through. */
    @Command(
            name = "check-store",
            description = "Looks the whole file of the datanets through; ends with 1 if something is wrong with it.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init")
        private DatanetCommand parent;

        @Override
        public Integer call() {
            Terminal terminal = parent.terminal();
            try (DatanetStore store = parent.open()) {
                StoreCheck check = store.check();
                check.problems().forEach(terminal::line);
                terminal.line(
                        check.sound()
                                ? "sound, " + check.rows() + " rows"
                                : check.problems().size()
                                        + " things are wrong; put a backup back, or export what can still be read");
                if (terminal.json()) {
                    Map<String, Object> result = new LinkedHashMap<>();
                    result.put("sound", check.sound());
                    result.put("rows", check.rows());
                    result.put("problems", check.problems());
                    terminal.result(result);
                }
                return check.sound() ? 0 : Cli.FAILED;
            }
        }
    }

    /** Copies the whole file. */
    @Command(
            name = "backup",
            description = "Copies all datanets into one file, while others go on working with them.",
            mixinStandardHelpOptions = true)
    static final class Backup implements Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init")
        private DatanetCommand parent;

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FILE",
                description = "The copy; there must be no such file yet. To go back to it, put it in the place of"
                        + " datanets.db in the studio's home.")
        @SuppressWarnings("NullAway.Init")
        private Path out;

        @Override
        public Integer call() throws Exception {
            Terminal terminal = parent.terminal();
            try (DatanetStore store = parent.open()) {
                store.backup(out);
            }
            long bytes = Files.size(out);
            terminal.line("copied to " + out + ", " + bytes + " bytes");
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("file", out.toString());
                result.put("bytes", bytes);
                terminal.result(result);
            }
            return 0;
        }
    }
}
