package cultivar.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, for what only a whole process shows: its log, and limits of the system. */
final class ChildStudio {
    private ChildStudio() {}

    /**
     * @param limit a shell command that sets a limit first
     * @param folder where the output may be kept, outside the home
     */
    static Outcome run(String limit, Path folder, Path home, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", limit + " exec \"$@\"", "sh"));
        command.addAll(java(home, arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process =
                start(new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()));
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("the studio ends").isTrue();
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Starts it; its standard output is to be read. */
    static Process start(Path err, Path home, String... arguments) throws IOException {
        return start(new ProcessBuilder(java(home, arguments)).redirectError(err.toFile()));
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static List<String> java(Path home, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:-UsePerfData",
                // The program's own logging, not that of the tests whose class path it runs on.
                "-Dlogback.configurationFile=logback.xml",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                Main.class.getName(),
                "--home",
                home.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
