package cultivar.runtime.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The checkpoint folders elsewhere on this machine that the user has shown to the studio. */
public final class KnownFolders {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    /** @param file where the list is kept, as a JSON array; it need not exist */
    public KnownFolders(Path file) {
        this.file = file;
    }

    /** The folders, whether they are still there or not. */
    public synchronized List<Path> list() {
        List<Path> folders = new ArrayList<>();
        if (Files.isRegularFile(file)) {
            try {
                for (JsonNode node : JSON.readTree(Files.readAllBytes(file))) {
                    folders.add(Path.of(node.asString("")));
                }
            } catch (IOException | JacksonException | InvalidPathException e) {
                throw new HubException(
                        HubException.Reason.DISK, file + " is damaged. Delete it and choose the folders again.", e);
            }
        }
        return List.copyOf(folders);
    }

    /**
     * Remembers a checkpoint folder.
     *
     * @throws HubException if it holds no whole checkpoint that the engine can run; the message says why
     */
    public synchronized LocalRepository add(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (Layout.require(absolute) != RepoKind.MODEL) {
            throw new HubException(
                    HubException.Reason.UNSUPPORTED, folder + " holds an adapter. Choose the folder of a base model.");
        }
        List<Path> folders = new ArrayList<>(list());
        if (!folders.contains(absolute)) {
            folders.add(absolute);
            write(folders);
        }
        return Folders.read(absolute.toString(), absolute, LocalRepository.Source.FOLDER)
                .orElseThrow();
    }

    private void write(List<Path> folders) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    beside,
                    JSON.writeValueAsString(folders.stream().map(Path::toString).toList()) + "\n");
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Disk.failed(file, e);
        }
    }
}
