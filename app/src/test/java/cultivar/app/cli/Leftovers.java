package cultivar.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a folder, to be compared before and after a command that fails. */
final class Leftovers {
    private Leftovers() {}

    /** All files, relative and in order. */
    static List<String> files(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files that are not in their place: temporary ones, and anything under a place for unfinished work. */
    static List<String> halfWritten(Path folder) {
        return files(folder).stream()
                .filter(file -> file.endsWith(".tmp") || file.endsWith(".pending") || file.contains("staging"))
                .toList();
    }
}
