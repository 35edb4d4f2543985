package cultivar.runtime.text;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code tokenizer.json}, changed so that nobody can type a control token. The native tokenizer turns the letters
 * {@code <|im_end|>} into the control token wherever it sees them and has no switch against that. So every control
 * token is renamed, in the vocabulary and among the added tokens, to a long random word that is drawn anew each time
 * the file is opened. Whoever writes the template's text puts that word where the token belongs; the same letters in a
 * message are then letters. Nothing else changes, so that text is cut at the same places as before.
 */
final class TokenizerFile {
    /** Tokens that some checkpoints forget to flag as special though they steer the conversation. */
    private static final Pattern CONTROL_SHAPE =
            Pattern.compile("<[|\uff5c].+[|\uff5c]>|<(?:start|end)_of_[a-z_]+>|\\[/?[A-Z_]+\\]");

    private static final int MOST_IDS = 4_000_000;

    /**
     * One token that stands outside the model's own vocabulary building.
     *
     * @param id its id
     * @param content its text as the checkpoint spells it
     * @param control whether it steers the model and must never come out of somebody's text
     * @param alias the random word that the native tokenizer knows it by; null for a token that is not control
     */
    record AddedToken(
            int id,
            String content,
            boolean control,
            @Nullable String alias) {}

    private final ObjectNode root;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<AddedToken> added = new ArrayList<>();
    private int vocabularySize;
    private final TokensAround around;

    private TokenizerFile(ObjectNode root) {
        this.root = root;
        this.around = TokensAround.of(root.path("post_processor"), TokenizerFile::id);
    }

    static TokenizerFile read(CheckpointText checkpoint) {
        ObjectNode root = checkpoint.object("tokenizer.json");
        if (root.isEmpty()) {
            throw new TokenizerException(
                    "There is no tokenizer.json in " + checkpoint.folder() + "; choose a checkpoint that has one");
        }
        try {
            TokenizerFile file = new TokenizerFile(root);
            file.change(checkpoint);
            return file;
        } catch (TokenizerException e) {
            throw new TokenizerException(
                    checkpoint.folder().resolve("tokenizer.json") + " is damaged: " + e.getMessage(), e);
        }
    }

    /** The changed file. */
    String json() {
        return root.toString();
    }

    /** Every token's id, under the name that the checkpoint gives it. */
    Map<String, Integer> ids() {
        return ids;
    }

    List<AddedToken> added() {
        return added;
    }

    /** What the checkpoint wants around a text. */
    TokensAround around() {
        return around;
    }

    /** How names spell bytes. */
    PieceSpelling spelling() {
        return PieceSpelling.of(root.path("decoder"));
    }

    /** One more than the largest id. */
    int vocabularySize() {
        return vocabularySize;
    }

    private void change(CheckpointText checkpoint) {
        if (!(root.get("model") instanceof ObjectNode model)) {
            throw new TokenizerException("it has no model");
        }
        PipelineCheck.check(root);
        readVocabulary(model.path("vocab"));
        ArrayNode tokens = addedTokens(checkpoint);
        Set<String> control = new HashSet<>(checkpoint.namedTokens().values());
        control.addAll(checkpoint.additionalTokens());
        String nonce = nonce();
        Map<String, String> aliases = new LinkedHashMap<>();
        for (JsonNode token : tokens) {
            String content = token.path("content").asString("");
            if (token.path("special").asBoolean(false)
                    || control.contains(content)
                    || CONTROL_SHAPE.matcher(content).matches()) {
                aliases.put(content, String.format(Locale.ROOT, "%s%06dz", nonce, aliases.size()));
            }
        }
        for (JsonNode token : tokens) {
            describe((ObjectNode) token, aliases);
        }
        ids.values().forEach(id -> vocabularySize = Math.max(vocabularySize, id + 1));
        rename(model, aliases);
        // The native side adds no tokens around a text and does not cut it: these parts would name the renamed tokens.
        root.putNull("post_processor");
        root.putNull("truncation");
        root.putNull("padding");
    }

    private void readVocabulary(JsonNode vocabulary) {
        if (vocabulary.isObject()) {
            for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
                ids.put(entry.getKey(), id(entry.getValue()));
            }
        } else if (vocabulary.isArray()) {
            int index = 0;
            for (JsonNode piece : vocabulary) {
                ids.putIfAbsent(piece.path(0).asString(""), index++);
            }
        } else {
            throw new TokenizerException("its model has no vocabulary");
        }
    }

    private static int id(JsonNode node) {
        if (!node.isInt() || node.intValue() < 0 || node.intValue() >= MOST_IDS) {
            throw new TokenizerException("it gives a token the id " + abbreviated(node));
        }
        return node.intValue();
    }

    private static String abbreviated(JsonNode node) {
        String text = node.toString();
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    /** The file's added tokens and those that only {@code tokenizer_config.json} knows. */
    private ArrayNode addedTokens(CheckpointText checkpoint) {
        ArrayNode tokens = root.get("added_tokens") instanceof ArrayNode found ? found : root.putArray("added_tokens");
        Set<String> known = new HashSet<>();
        for (JsonNode token : tokens) {
            if (!token.isObject() || token.path("content").asString("").isEmpty()) {
                throw new TokenizerException("an added token has no content");
            }
            id(token.path("id"));
            known.add(token.path("content").asString(""));
        }
        for (Map.Entry<String, JsonNode> entry :
                checkpoint.tokenizerConfig().path("added_tokens_decoder").properties()) {
            String content = entry.getValue().path("content").asString("");
            if (!content.isEmpty() && entry.getKey().matches("\\d{1,7}") && known.add(content)) {
                ObjectNode token = tokens.addObject();
                token.put("id", Integer.parseInt(entry.getKey()));
                token.put("content", content);
                for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized", "special")) {
                    token.put(flag, entry.getValue().path(flag).asBoolean(false));
                }
            }
        }
        return tokens;
    }

    private void describe(ObjectNode token, Map<String, String> aliases) {
        String content = token.path("content").asString("");
        int id = id(token.path("id"));
        ids.put(content, id);
        String alias = aliases.get(content);
        added.add(new AddedToken(id, content, alias != null, alias));
        if (alias != null) {
            token.put("content", alias);
            token.put("normalized", false);
        }
    }

    private void rename(ObjectNode model, Map<String, String> aliases) {
        JsonNode vocabulary = model.path("vocab");
        if (vocabulary instanceof ObjectNode map) {
            for (AddedToken token : added) {
                if (token.alias() != null) {
                    map.remove(token.content());
                }
                // Otherwise the native side would number tokens that the vocabulary lacks by itself.
                map.put(token.alias() == null ? token.content() : token.alias(), token.id());
            }
        } else if (vocabulary instanceof ArrayNode list) {
            for (AddedToken token : added) {
                while (list.size() <= token.id()) {
                    list.addArray().add(nonce()).add(-1e6);
                }
                if (token.alias() != null && list.get(token.id()) instanceof ArrayNode piece && !piece.isEmpty()) {
                    piece.set(0, token.alias());
                }
            }
        }
        String unknown = aliases.get(model.path("unk_token").asString(""));
        if (unknown != null) {
            model.put("unk_token", unknown);
        }
        if (model.get("merges") instanceof ArrayNode merges) {
            dropMerges(merges, aliases.keySet());
        }
    }

    /** Merges that would build a control token out of letters, or go on from one, lead nowhere now. */
    private static void dropMerges(ArrayNode merges, Set<String> control) {
        for (int i = merges.size() - 1; i >= 0; i--) {
            JsonNode merge = merges.get(i);
            String left;
            String right;
            if (merge.isString()) {
                String pair = merge.stringValue();
                int space = pair.indexOf(' ');
                left = space < 0 ? pair : pair.substring(0, space);
                right = space < 0 ? "" : pair.substring(space + 1);
            } else {
                left = merge.path(0).asString("");
                right = merge.path(1).asString("");
            }
            if (control.contains(left) || control.contains(right) || control.contains(left + right)) {
                merges.remove(i);
            }
        }
    }

    private static String nonce() {
        RandomGenerator random = new SecureRandom();
        StringBuilder word = new StringBuilder("q");
        for (int i = 0; i < 24; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }
}
