package cultivar.runtime.hub;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checkpoints and adapters that are on this machine, whoever put them there. Needs no network. */
public final class LocalRepositories {
    private final Path models;
    private final Path adapters;
    private final HubCache cache;
    private final KnownFolders known;

    /**
     * The places to look in.
     *
     * @param models the studio's folder of checkpoints
     * @param adapters the studio's folder of adapters
     * @param cache the folder of Hugging Face's own tools
     * @param known folders elsewhere
     */
    public LocalRepositories(Path models, Path adapters, Path cache, KnownFolders known) {
        this.models = models;
        this.adapters = adapters;
        this.cache = new HubCache(cache);
        this.known = known;
    }

    /** The checkpoints that are whole and that the engine can run; each name once, the studio's own first. */
    public List<LocalRepository> models() {
        List<LocalRepository> found = new ArrayList<>(studio(models));
        found.addAll(cache.list());
        for (Path folder : known.list()) {
            Folders.read(folder.toString(), folder, LocalRepository.Source.FOLDER)
                    .ifPresent(found::add);
        }
        return once(found, RepoKind.MODEL);
    }

    /** The adapters that came from the hub. */
    public List<LocalRepository> adapters() {
        List<LocalRepository> found = new ArrayList<>();
        for (LocalRepository adapter : studio(adapters)) {
            // The others were trained here, and are listed as such.
            if (!adapter.commit().isEmpty()) {
                found.add(adapter);
            }
        }
        found.addAll(cache.list());
        return once(found, RepoKind.ADAPTER);
    }

    private static List<LocalRepository> once(List<LocalRepository> found, RepoKind kind) {
        Map<String, LocalRepository> byName = new LinkedHashMap<>();
        found.stream()
                .filter(repository -> repository.kind() == kind)
                .forEach(repository -> byName.putIfAbsent(repository.name(), repository));
        return List.copyOf(byName.values());
    }

    private static List<LocalRepository> studio(Path parent) {
        List<LocalRepository> found = new ArrayList<>();
        for (Path folder : Folders.in(parent)) {
            if (!Folders.isPassing(folder)) {
                Folders.read(nameOf(folder), folder, LocalRepository.Source.STUDIO)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    /** A repository, if it is here and of that kind: the studio's own rather than the cache's. */
    public Optional<LocalRepository> find(RepoId id, RepoKind kind) {
        Path own = (kind == RepoKind.MODEL ? models : adapters).resolve(id.folderName());
        return Folders.read(id.toString(), own, LocalRepository.Source.STUDIO)
                .or(() -> cache.find(id))
                .filter(repository -> repository.kind() == kind);
    }

    /** A repository at a commit, if it is whole in the cache of Hugging Face's own tools. */
    Optional<LocalRepository> cached(RepoId id, String commit) {
        return cache.find(id, commit);
    }

    /** What a checkpoint or adapter folder is called: {@code OWNER/NAME} if it came from the hub, else its own name. */
    public static String nameOf(Path folder) {
        return HubRecord.read(folder)
                .map(record -> record.asked().id())
                .or(() -> HubCache.repositoryOf(folder))
                .map(RepoId::toString)
                .orElseGet(() -> String.valueOf(folder.getFileName()));
    }
}
