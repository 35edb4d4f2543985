package cultivar.app.architecture;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * The formatter over all hand-written Java sources of the reactor. The test checks with it; {@code mvn -N -Pformat} starts
 * this file as a program, which rewrites what differs. It runs on the tool chain's Java and not inside Maven, whose own
 * Java may be too old for the formatter to read the sources. For that it must stay a single file.
 */
final class Formatting {
    private final Path root;
    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    /** @param root the folder of the reactor */
    Formatting(Path root) {
        this.root = root;
    }

    /**
     * Rewrites every file that is not formatted.
     *
     * @param args the folder of the reactor
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Formatting formatting = new Formatting(Path.of(args[0]));
        for (Path file : formatting.unformatted()) {
            Files.writeString(file, formatting.formatted(file));
            System.out.println("formatted " + file);
        }
    }

    /** The files whose text the formatter would change, in order. */
    List<Path> unformatted() throws IOException {
        var differing = new ConcurrentLinkedQueue<Path>();
        sources().parallelStream().forEach(file -> {
            try {
                if (!Files.readString(file).replace("\r\n", "\n").equals(formatted(file))) {
                    differing.add(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return differing.stream().sorted().toList();
    }

    /** All Java files under the modules' src folders. */
    List<Path> sources() throws IOException {
        var sources = new ArrayList<Path>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.sorted().toList()) {
                for (String kind : List.of("main", "test")) {
                    Path folder = module.resolve("src").resolve(kind).resolve("java");
                    if (Files.isDirectory(folder)) {
                        try (Stream<Path> files = Files.walk(folder)) {
                            files.filter(file -> file.toString().endsWith(".java"))
                                    .sorted()
                                    .forEach(sources::add);
                        }
                    }
                }
            }
        }
        return sources;
    }

    private String formatted(Path file) throws IOException {
        try {
            return formatter.formatSourceAndFixImports(Files.readString(file).replace("\r\n", "\n"));
        } catch (FormatterException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
