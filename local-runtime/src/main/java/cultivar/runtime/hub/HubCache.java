package cultivar.runtime.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cache of Hugging Face's own tools: {@code models--OWNER--NAME} with a folder of links for each commit below
 * {@code snapshots}, and below {@code refs} the commit that a branch pointed to.
 */
final class HubCache {
    private static final String PREFIX = "models--";
    private static final String SNAPSHOTS = "snapshots";

    private final Path folder;

    HubCache(Path folder) {
        this.folder = folder;
    }

    /** What is whole in it. */
    List<LocalRepository> list() {
        List<LocalRepository> found = new ArrayList<>();
        for (Path repository : Folders.in(folder)) {
            String name = String.valueOf(repository.getFileName());
            if (name.startsWith(PREFIX)) {
                RepoId.ofFolderName(name.substring(PREFIX.length()))
                        .flatMap(this::find)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    /** A repository, if it is whole: the commit of its main branch, else the one that came last. */
    Optional<LocalRepository> find(RepoId id) {
        Path repository = folder.resolve(PREFIX + id.folderName());
        Path snapshots = repository.resolve(SNAPSHOTS);
        return Stream.concat(main(repository).map(snapshots::resolve).stream(), newestFirst(snapshots))
                .flatMap(snapshot ->
                        Folders.read(id.toString(), snapshot, LocalRepository.Source.HUGGING_FACE_CACHE).stream())
                .findFirst();
    }

    /** A repository at a commit, if it is whole. */
    Optional<LocalRepository> find(RepoId id, String commit) {
        return Folders.read(
                id.toString(),
                folder.resolve(PREFIX + id.folderName()).resolve(SNAPSHOTS).resolve(commit),
                LocalRepository.Source.HUGGING_FACE_CACHE);
    }

    /** The repository that a folder of a cache is of; empty if it is no such folder. */
    static Optional<RepoId> repositoryOf(Path snapshot) {
        int names = snapshot.getNameCount();
        if (names < 3 || !snapshot.getName(names - 2).toString().equals(SNAPSHOTS)) {
            return Optional.empty();
        }
        String name = snapshot.getName(names - 3).toString();
        return name.startsWith(PREFIX) ? RepoId.ofFolderName(name.substring(PREFIX.length())) : Optional.empty();
    }

    private static Optional<String> main(Path repository) {
        try {
            Path ref = repository.resolve("refs").resolve(RepoRevision.MAIN);
            return Files.isRegularFile(ref)
                    ? Optional.of(Files.readString(ref).strip()).filter(commit -> commit.matches("[0-9a-f]{40}"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Stream<Path> newestFirst(Path snapshots) {
        return Folders.in(snapshots).stream()
                .sorted(Comparator.comparing(HubCache::modified).reversed());
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
