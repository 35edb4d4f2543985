package cultivar.finetune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Moves and deletes folders. */
final class AdapterFolders {
    private AdapterFolders() {}

    /** Brings a finished folder to its place: in one step if nothing is there, else file by file, each one whole. */
    static void publish(Path staging, Path target) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        if (!Files.exists(target)) {
            try {
                Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (IOException e) {
                // Another file system, most likely: a folder cannot be moved there in one step.
                Files.createDirectories(target);
            }
        }
        for (Path file : files(staging)) {
            Path temporary = target.resolve(file.getFileName() + ".tmp");
            try {
                Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
                JsonFiles.move(temporary, target.resolve(file.getFileName()));
            } catch (IOException e) {
                Files.deleteIfExists(temporary);
                throw e;
            }
        }
        delete(staging);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static List<Path> folders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isDirectory).sorted().toList();
        }
    }
}
