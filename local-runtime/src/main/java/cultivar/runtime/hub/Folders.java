package cultivar.runtime.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks what folders hold. */
final class Folders {
    /** The end of the name of a folder that is not whole yet. */
    static final String COMING = ".part";

    /** The end of the name of a folder that is being replaced. */
    static final String LEAVING = ".old";

    private Folders() {}

    /** Whether a folder is on its way in or out. */
    static boolean isPassing(Path folder) {
        String name = String.valueOf(folder.getFileName());
        return name.endsWith(COMING) || name.endsWith(LEAVING);
    }

    /** The folders in a folder, in the order of their names; none if it cannot be read. */
    static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isDirectory).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** A checkpoint or adapter, if a folder holds one that is whole. */
    static Optional<LocalRepository> read(String name, Path folder, LocalRepository.Source source) {
        return Layout.kind(folder)
                .map(kind ->
                        new LocalRepository(name, folder, kind, source, weightBytes(folder), commit(folder, source)));
    }

    private static String commit(Path folder, LocalRepository.Source source) {
        return switch (source) {
            case HUGGING_FACE_CACHE -> String.valueOf(folder.getFileName());
            case STUDIO, FOLDER -> HubRecord.read(folder).map(HubRecord::commit).orElse("");
        };
    }

    private static long weightBytes(Path folder) {
        long bytes = 0;
        try {
            for (String name : Layout.weights(folder).orElseThrow()) {
                bytes += Files.size(folder.resolve(name));
            }
            return bytes;
        } catch (IOException e) {
            return 0;
        }
    }
}
