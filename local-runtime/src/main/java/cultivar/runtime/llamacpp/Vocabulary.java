package cultivar.runtime.llamacpp;

import cultivar.runtime.gguf.GgufWriter;
import cultivar.runtime.text.TokenizerParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A checkpoint's tokenizer as a GGUF file holds it. */
final class Vocabulary {
    /** The kinds of token by llama.cpp's numbers. */
    private static final int NORMAL = 1;

    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int BYTE = 6;

    /** What pieces of SentencePiece have in place of a space. */
    private static final String SPACE = "\u2581";

    private static final float NEVER_MERGED = -1e9f;

    private final TokenizerParts parts;
    private final JsonNode model;
    private final String[] tokens;
    private final int[] types;
    private final List<String> warnings = new ArrayList<>();

    private Vocabulary(TokenizerParts parts, int size) {
        this.parts = parts;
        this.model = parts.root().path("model");
        this.tokens = new String[size];
        this.types = new int[size];
    }

    /**
     * Writes a tokenizer's metadata.
     *
     * @param size number of rows of the embedding; ids that the tokenizer does not use are filled up
     * @return what llama.cpp does otherwise for some texts, a sentence each
     * @throws LlamaCppException if llama.cpp would cut text otherwise than this tokenizer does
     */
    static List<String> write(TokenizerParts parts, int size, GgufWriter to) {
        Vocabulary vocabulary = new Vocabulary(parts, size);
        vocabulary.fill();
        if (!vocabulary.model.path("type").asString("BPE").equals("BPE")) {
            throw refused("it is of the kind " + vocabulary.model.path("type").asString("?"));
        }
        if (vocabulary.model.path("byte_fallback").asBoolean(false)) {
            vocabulary.writePieces(to);
        } else {
            vocabulary.writeByteLevel(to);
        }
        vocabulary.writeSpecial(to);
        return List.copyOf(vocabulary.warnings);
    }

    private static LlamaCppException refused(String why) {
        return new LlamaCppException("llama.cpp would read text otherwise than this model's tokenizer does: " + why
                + ". Export a merged checkpoint instead.");
    }

    private void fill() {
        Arrays.fill(types, UNUSED);
        parts.ids().forEach((token, id) -> {
            if (id >= tokens.length) {
                throw refused("its token " + token + " has the id " + id + ", and the model's vocabulary is "
                        + tokens.length);
            }
            tokens[id] = token;
            types[id] = NORMAL;
        });
        for (TokenizerParts.Added token : parts.added()) {
            tokens[token.id()] = token.content();
            types[token.id()] = token.control() ? CONTROL : USER_DEFINED;
        }
        for (int id = 0; id < tokens.length; id++) {
            if (types[id] == UNUSED) {
                tokens[id] = "[PAD" + id + "]";
            }
        }
    }

    private void writeByteLevel(GgufWriter to) {
        for (String part : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.path(part).asString("").isEmpty()) {
                throw refused("it sets " + part);
            }
        }
        JsonNode normalizer = parts.root().path("normalizer");
        String form = normalizer.path("type").asString("");
        if (form.equals("NFC")) {
            warnings.add("llama.cpp does not compose letters and accents that are typed apart (Unicode's NFC), as this"
                    + " model's tokenizer does.");
        } else if (normalizer.isObject() && !isEmptySequence(normalizer)) {
            throw refused("it changes text by " + form);
        }
        JsonNode preTokenizer = parts.root().path("pre_tokenizer");
        PreTokenizers.Named named = PreTokenizers.name(
                        preTokenizer, model.path("ignore_merges").asBoolean(false))
                .orElseThrow(() -> refused("llama.cpp has no name for the way in which it cuts text into words"));
        if (!named.warning().isEmpty()) {
            warnings.add(named.warning());
        }
        to.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", named.name());
        writeTokens(to);
        to.texts("tokenizer.ggml.merges", merges().stream().map(Merge::spelt).toList());
    }

    private static boolean isEmptySequence(JsonNode normalizer) {
        return normalizer.path("type").asString("").equals("Sequence")
                && normalizer.path("normalizers").isEmpty();
    }

    /** A vocabulary of SentencePiece: pieces with scores, and bytes for what has none. */
    private void writePieces(GgufWriter to) {
        PieceSpaces spaces = new PieceSpaces(parts.root());
        warnings.addAll(spaces.warnings());
        float[] scores = new float[tokens.length];
        Arrays.fill(scores, NEVER_MERGED);
        scoreByMerges(scores);
        String unknown = model.path("unk_token").asString("");
        int bytes = 0;
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id].equals(unknown)) {
                types[id] = UNKNOWN;
            } else if (types[id] == NORMAL && tokens[id].matches("<0x[0-9A-F]{2}>")) {
                types[id] = BYTE;
                bytes++;
            } else if (types[id] == USER_DEFINED) {
                // llama.cpp looks for these in the text as it is typed.
                tokens[id] = tokens[id].replace(SPACE, " ");
            }
        }
        if (bytes != 256) {
            throw refused("it has pieces for " + bytes + " of the 256 bytes");
        }
        to.text("tokenizer.ggml.model", "llama").text("tokenizer.ggml.pre", "default");
        writeTokens(to);
        to.reals("tokenizer.ggml.scores", scores).flag("tokenizer.ggml.add_space_prefix", spaces.prefix());
    }

    /**
     * llama.cpp joins the two neighbours whose piece has the highest score, the leftmost of equals, where the tokenizer
     * takes the first merge of its list. A score is therefore the place of a piece's merges in the list. Where the merges
     * of several pieces are mixed, those pieces were equals to SentencePiece too and share a score.
     */
    private void scoreByMerges(float[] scores) {
        List<Integer> pieces = new ArrayList<>();
        Map<Integer, Integer> last = new HashMap<>();
        for (Merge merge : merges()) {
            String piece = merge.left() + merge.right();
            Integer id = parts.ids().get(piece);
            if (id == null) {
                throw refused("it merges " + piece + ", which is no token");
            }
            last.put(id, pieces.size());
            pieces.add(id);
        }
        int rank = 0;
        int end = -1;
        for (int i = 0; i < pieces.size(); i++) {
            int id = pieces.get(i);
            if (i > end) {
                rank++;
            } else if (id != pieces.get(i - 1) && !tokens[id].replace(SPACE, "").isEmpty()) {
                // Of runs of spaces any order gives the same.
                throw refused("its merges follow no order of tokens");
            }
            end = Math.max(end, last.getOrDefault(id, i));
            scores[id] = -rank;
        }
    }

    private record Merge(String left, String right) {
        /** Two parts with a space between; a space inside one is written as byte-level tokens write it. */
        String spelt() {
            return left.replace(" ", "\u0120") + " " + right.replace(" ", "\u0120");
        }
    }

    private List<Merge> merges() {
        List<Merge> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            if (merge.isArray()) {
                merges.add(new Merge(merge.path(0).asString(""), merge.path(1).asString("")));
            } else {
                String pair = merge.asString("");
                int space = pair.indexOf(' ', 1);
                if (space < 0) {
                    throw refused("its merge \"" + pair + "\" is no pair");
                }
                merges.add(new Merge(pair.substring(0, space), pair.substring(space + 1)));
            }
        }
        return merges;
    }

    private void writeTokens(GgufWriter to) {
        Set<String> different = new HashSet<>();
        for (String token : tokens) {
            if (!different.add(token)) {
                throw refused("two of its tokens read " + token);
            }
        }
        to.texts("tokenizer.ggml.tokens", List.of(tokens)).numbers("tokenizer.ggml.token_type", types);
    }

    private void writeSpecial(GgufWriter to) {
        Map<String, String> named = parts.namedTokens();
        writeId(to, "bos", named.get("bos_token"));
        writeId(to, "unknown", named.get("unk_token"));
        writeId(to, "padding", named.get("pad_token"));
        String end = named.get("eos_token");
        Integer endId = end == null ? null : parts.ids().get(end);
        List<Integer> ends = parts.endIds();
        if (endId == null && !ends.isEmpty()) {
            endId = ends.getFirst();
        }
        if (endId != null) {
            to.number("tokenizer.ggml.eos_token_id", endId);
        }
        // One more id can end a turn; the others are known to llama.cpp by their names.
        for (int other : ends) {
            if (endId != null && other != endId && other >= 0 && other < tokens.length) {
                to.number("tokenizer.ggml.eot_token_id", other);
                break;
            }
        }
        String begin = named.get("bos_token");
        boolean begins = parts.addsBos().orElseGet(() -> begin != null && begin.equals(firstOfTemplate()));
        to.flag("tokenizer.ggml.add_bos_token", begins && begin != null);
        to.flag("tokenizer.ggml.add_eos_token", false);
        parts.template().ifPresent(template -> to.text("tokenizer.chat_template", template));
    }

    private void writeId(GgufWriter to, String kind, @Nullable String token) {
        Integer id = token == null ? null : parts.ids().get(token);
        if (id != null) {
            to.number("tokenizer.ggml." + kind + "_token_id", id);
        }
    }

    /** The token that the tokenizer puts before every text, or null. */
    private @Nullable String firstOfTemplate() {
        JsonNode processor = parts.root().path("post_processor");
        List<JsonNode> steps = new ArrayList<>();
        steps.add(processor);
        processor.path("processors").forEach(steps::add);
        for (JsonNode step : steps) {
            JsonNode first = step.path("single").path(0).path("SpecialToken").path("id");
            if (first.isString()) {
                return first.stringValue();
            }
        }
        return null;
    }
}
