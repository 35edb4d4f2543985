package cultivar.runtime.hub;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A repository that a search found.
 *
 * @param downloads in the last thirty days
 * @param gated whether its licence must be accepted first
 * @param tags what it is tagged with
 * @param modified when it was changed last, or null
 * @param library what it is made for, such as transformers or peft; empty if it does not say
 * @param weightBytes size of its safetensors weights; 0 if the hub does not know
 */
public record HubModel(
        RepoId id,
        long downloads,
        long likes,
        boolean gated,
        boolean restricted,
        List<String> tags,
        @Nullable Instant modified,
        String library,
        long weightBytes) {
    private static final String LICENCE = "license:";
    private static final List<String> BASES = List.of("base_model:adapter:", "base_model:finetune:", "base_model:");

    public HubModel {
        tags = List.copyOf(tags);
    }

    /** Its licence as the hub names it; empty if it does not say. */
    public String licence() {
        return tagged(tags, LICENCE);
    }

    /** The base model that an adapter belongs to, if it says. */
    public Optional<RepoId> base() {
        return base(tags);
    }

    /** Whether it is an adapter. */
    public boolean adapter() {
        return library.equals("peft") || tags.contains("peft");
    }

    static String tagged(List<String> tags, String prefix) {
        return tags.stream()
                .filter(tag -> tag.startsWith(prefix))
                .map(tag -> tag.substring(prefix.length()))
                .findFirst()
                .orElse("");
    }

    static Optional<RepoId> base(List<String> tags) {
        return BASES.stream()
                .map(prefix -> tagged(tags, prefix))
                .flatMap(text -> RepoId.find(text).stream())
                .findFirst();
    }
}
