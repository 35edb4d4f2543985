package cultivar.runtime.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What a checkpoint says about its tokenizer, for programs that write it down in another form. */
public final class TokenizerParts {
    /**
     * A token that stands outside the model's own vocabulary building.
     *
     * @param control whether it steers the model and must never come out of somebody's text
     * @param spaceBefore whether it swallows the space before it
     * @param spaceAfter whether it swallows the space after it
     */
    public record Added(int id, String content, boolean control, boolean spaceBefore, boolean spaceAfter) {}

    private final JsonNode root;
    private final Map<String, Integer> ids;
    private final List<Added> added;
    private final CheckpointText text;

    private TokenizerParts(JsonNode root, Map<String, Integer> ids, List<Added> added, CheckpointText text) {
        this.root = root;
        this.ids = ids;
        this.added = added;
        this.text = text;
    }

    /**
     * Reads the files of a checkpoint folder.
     *
     * @throws TokenizerException if one is missing or damaged
     */
    public static TokenizerParts of(Path checkpointFolder) {
        CheckpointText text = CheckpointText.of(checkpointFolder);
        TokenizerFile file = TokenizerFile.read(text);
        JsonNode root = text.object("tokenizer.json");
        Map<Integer, JsonNode> flags = new HashMap<>();
        root.path("added_tokens").forEach(token -> flags.put(token.path("id").asInt(-1), token));
        List<Added> added = new ArrayList<>();
        for (TokenizerFile.AddedToken token : file.added()) {
            JsonNode given = flags.getOrDefault(token.id(), MissingNode.getInstance());
            added.add(new Added(
                    token.id(),
                    token.content(),
                    token.control(),
                    given.path("lstrip").asBoolean(false),
                    given.path("rstrip").asBoolean(false)));
        }
        return new TokenizerParts(root, Map.copyOf(file.ids()), List.copyOf(added), text);
    }

    /** {@code tokenizer.json} as it is. */
    public JsonNode root() {
        return root;
    }

    /** Every token's id, added tokens among them. */
    public Map<String, Integer> ids() {
        return ids;
    }

    public List<Added> added() {
        return added;
    }

    /** {@code bos_token} and its kin with the text that each stands for. */
    public Map<String, String> namedTokens() {
        return text.namedTokens();
    }

    /** The ids at which generation stops, by the generation settings or else the model's; empty if neither says. */
    public List<Integer> endIds() {
        return text.endIds();
    }

    /** Whether the tokenizer's settings put {@code bos_token} before every text; empty if they do not say. */
    public Optional<Boolean> addsBos() {
        return text.tokenizerConfig().path("add_bos_token").asBooleanOpt();
    }

    /** The source of the chat template. */
    public Optional<String> template() {
        return Optional.ofNullable(text.template());
    }
}
