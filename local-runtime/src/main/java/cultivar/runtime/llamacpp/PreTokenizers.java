package cultivar.runtime.llamacpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Names how a byte-level tokenizer cuts text into words. llama.cpp has no regular expressions in its files, only names
 * of those that it knows; a tokenizer is named here if its own steps are those, character by character.
 */
final class PreTokenizers {
    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String SPACES = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** GPT-4's pattern as Llama 3 has it: up to three digits together. */
    private static final String THREE_DIGITS =
            CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|" + SPACES;

    /** The same as Qwen 2 has it: each digit alone. */
    private static final String ONE_DIGIT =
            CONTRACTIONS + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|" + SPACES;

    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";

    /** GPT-4o's pattern, which minds capitals. */
    private static final String CAPITALS = cased(CONTRACTIONS + "?", "\\p{N}{1,3}");

    /** Mistral Nemo's form of it. */
    private static final String TEKKEN = cased("", "\\p{N}");

    /** GPT-2's pattern without its contractions, and each digit alone: the one of the base model in the box. */
    private static final String PLAIN = " ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private static final String CAPITALS_WARNING =
            "llama.cpp minds capitals of Latin letters only, so that words of some other scripts may be cut otherwise.";

    private static final Map<String, Named> PATTERNS = Map.of(
            THREE_DIGITS, new Named("dbrx", ""),
            ONE_DIGIT, new Named("qwen2", ""),
            CAPITALS, new Named("gpt-4o", CAPITALS_WARNING),
            TEKKEN, new Named("tekken", CAPITALS_WARNING),
            PLAIN,
                    new Named(
                            "smollm",
                            "llama.cpp cuts text almost as this model's tokenizer does: an apostrophe right before a"
                                    + " word that begins with s, t, d, m, ll, re or ve, and several spaces before a"
                                    + " number, may give other tokens."));

    /**
     * A name that llama.cpp knows.
     *
     * @param warning where its way differs a little, or an empty text
     */
    record Named(String name, String warning) {}

    private PreTokenizers() {}

    private static String cased(String ending, String digits) {
        String start = "[^\\r\\n\\p{L}\\p{N}]?";
        return start + UPPER + "*" + LOWER + "+" + ending + "|" + start + UPPER + "+" + LOWER + "*" + ending + "|"
                + digits + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|" + SPACES;
    }

    /**
     * The name for a {@code pre_tokenizer}; empty if llama.cpp has none.
     *
     * @param wholeWords whether a word that is in the vocabulary is taken as it is, without merges
     */
    static Optional<Named> name(JsonNode preTokenizer, boolean wholeWords) {
        List<JsonNode> steps = new ArrayList<>();
        flatten(preTokenizer, steps);
        if (steps.isEmpty() || !isByteLevel(steps.getLast())) {
            return Optional.empty();
        }
        boolean plain = steps.getLast().path("use_regex").asBoolean(true);
        List<JsonNode> before = steps.subList(0, steps.size() - 1);
        if (before.isEmpty()) {
            return plain && !wholeWords ? Optional.of(new Named("gpt-2", "")) : Optional.empty();
        }
        if (before.size() > 1) {
            return Optional.empty();
        }
        JsonNode step = before.getFirst();
        if (plain) {
            return isEachDigit(step) && !wholeWords ? Optional.of(new Named("smollm", "")) : Optional.empty();
        }
        return isolated(step).map(PATTERNS::get).flatMap(named -> byWholeWords(named, wholeWords));
    }

    /** llama.cpp ties this to the name. */
    private static Optional<Named> byWholeWords(Named named, boolean wholeWords) {
        return switch (named.name()) {
            case "dbrx" -> Optional.of(wholeWords ? new Named("llama-bpe", "") : named);
            case "tekken" -> wholeWords ? Optional.of(named) : Optional.empty();
            default -> wholeWords ? Optional.empty() : Optional.of(named);
        };
    }

    private static void flatten(JsonNode step, List<JsonNode> steps) {
        if (type(step).equals("Sequence")) {
            step.path("pretokenizers").forEach(inner -> flatten(inner, steps));
        } else if (step.isObject()) {
            steps.add(step);
        }
    }

    private static String type(JsonNode step) {
        return step.path("type").asString("");
    }

    private static boolean isByteLevel(JsonNode step) {
        return type(step).equals("ByteLevel") && !step.path("add_prefix_space").asBoolean(true);
    }

    private static boolean isEachDigit(JsonNode step) {
        return type(step).equals("Digits") && step.path("individual_digits").asBoolean(false);
    }

    /** The pattern of a step that makes every match a word. The known patterns match everything, so that nothing is left. */
    private static Optional<String> isolated(JsonNode step) {
        boolean inverted = step.path("invert").asBoolean(false);
        String behaviour = step.path("behavior").asString("").toLowerCase(Locale.ROOT);
        boolean isolates = inverted ? behaviour.equals("removed") : behaviour.equals("isolated");
        return type(step).equals("Split") && isolates
                ? step.path("pattern").path("Regex").asStringOpt()
                : Optional.empty();
    }
}
