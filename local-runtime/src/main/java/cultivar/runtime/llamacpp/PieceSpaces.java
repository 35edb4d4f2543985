package cultivar.runtime.llamacpp;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How a tokenizer of SentencePiece's kind treats spaces; other changes of the text are refused. */
final class PieceSpaces {
    private static final String SPACE = "\u2581";

    private final List<String> warnings = new ArrayList<>();
    private boolean replaced;
    private boolean prefix;

    PieceSpaces(JsonNode tokenizer) {
        for (JsonNode step : flat(tokenizer.path("normalizer"), "normalizers")) {
            normalize(step);
        }
        for (JsonNode step : flat(tokenizer.path("pre_tokenizer"), "pretokenizers")) {
            cut(step);
        }
        if (!replaced) {
            throw refused("it keeps spaces as they are");
        }
    }

    /** Whether every text gets a space before it. */
    boolean prefix() {
        return prefix;
    }

    /** What llama.cpp does otherwise for some texts, a sentence each. */
    List<String> warnings() {
        return warnings;
    }

    private void normalize(JsonNode step) {
        String type = step.path("type").asString("");
        if (type.equals("Prepend") && step.path("prepend").asString("").equals(SPACE)) {
            prefix = true;
        } else if (type.equals("Replace")
                && step.path("pattern").path("String").asString("").equals(" ")
                && step.path("content").asString("").equals(SPACE)) {
            replaced = true;
        } else {
            throw refused("it changes text by " + type);
        }
    }

    private void cut(JsonNode step) {
        String type = step.path("type").asString("");
        if (type.equals("Metaspace")
                && step.path("replacement").asString(SPACE).equals(SPACE)
                && !step.path("split").asBoolean(true)) {
            replaced = true;
            prefix = !step.path("prepend_scheme").asString("always").equals("never");
            if (prefix) {
                warnings.add(
                        "llama.cpp puts a space before every stretch of text between special tokens, where this model's"
                                + " tokenizer may leave it out.");
            }
        } else if (!(type.equals("Split")
                && replaced
                && step.path("pattern").path("String").asString("").equals(" "))) {
            // A cut at spaces that were replaced before cuts nothing.
            throw refused("it cuts text by " + type);
        }
    }

    private static List<JsonNode> flat(JsonNode step, String members) {
        List<JsonNode> steps = new ArrayList<>();
        if (step.path("type").asString("").equals("Sequence")) {
            step.path(members).forEach(inner -> steps.addAll(flat(inner, members)));
        } else if (step.isObject()) {
            steps.add(step);
        }
        return steps;
    }

    private static LlamaCppException refused(String why) {
        return new LlamaCppException("llama.cpp would read text otherwise than this model's tokenizer does: " + why
                + ". Export a merged checkpoint instead.");
    }
}
