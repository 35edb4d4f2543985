package cultivar.runtime.hub;

import java.util.List;
import java.util.Optional;

/**
 * A repository at a commit.
 *
 * @param asked what was asked for
 * @param commit the commit that its revision points to now
 * @param gated whether its licence must be accepted first
 * @param tags what it is tagged with
 * @param files all of its files
 */
public record HubRepository(RepoRevision asked, String commit, boolean gated, List<String> tags, List<HubFile> files) {
    public HubRepository {
        tags = List.copyOf(tags);
        files = List.copyOf(files);
    }

    Optional<HubFile> file(String name) {
        return files.stream().filter(file -> file.name().equals(name)).findFirst();
    }
}
