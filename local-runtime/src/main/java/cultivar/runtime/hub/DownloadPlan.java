package cultivar.runtime.hub;

import java.util.List;
import java.util.Optional;

/**
 * What a download would fetch: everything that the engine needs of a repository, and nothing else.
 *
 * @param repository the repository at one commit
 * @param files what is fetched of it
 * @param base the base model that an adapter belongs to, if it says
 */
public record DownloadPlan(HubRepository repository, RepoKind kind, List<HubFile> files, Optional<RepoId> base) {
    public DownloadPlan {
        files = List.copyOf(files);
    }

    public RepoId id() {
        return repository.asked().id();
    }

    /** Size of all files. */
    public long bytes() {
        return files.stream().mapToLong(HubFile::size).sum();
    }

    /** The licence as the hub names it; empty if it does not say. */
    public String licence() {
        return HubModel.tagged(repository.tags(), "license:");
    }
}
