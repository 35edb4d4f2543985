package cultivar.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The tree that {@code mvn package} left. */
record Distribution(Path root, String launcher) {
    /** What a process left behind. */
    record Outcome(int exit, String out, String err) {}

    static Distribution packaged() {
        return new Distribution(
                Path.of(System.getProperty("cultivar.distribution", "target/cultivar"))
                        .toAbsolutePath(),
                System.getProperty("cultivar.launcher", "cultivar"));
    }

    Path start() {
        return root.resolve("bin").resolve(launcher);
    }

    List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Runs a command in a folder, with these changes to the environment, on the Java that runs this test. */
    static Outcome run(Path folder, Map<String, String> environment, Path command, String... arguments)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            var line = new ArrayList<String>();
            line.add(command.toString());
            line.addAll(List.of(arguments));
            var builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().remove("CULTIVAR_JAVA_OPTS");
            builder.environment().put("CULTIVAR_JAVA", System.getProperty("java.home"));
            environment.forEach((name, value) -> {
                if (value.isEmpty()) {
                    builder.environment().remove(name);
                } else {
                    builder.environment().put(name, value);
                }
            });
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(line + " did not end within two minutes");
            }
            return new Outcome(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
