package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.LogProbabilities;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Log-probabilities in OpenAI's shape for texts: {@code tokens, token_logprobs, top_logprobs, text_offset}. Those of a prompt
 * begin with null, as nothing comes before its first token.
 */
final class TextLikelihoods {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TokenTexts texts;
    private final ObjectNode json = JSON.createObjectNode();
    private final ArrayNode tokens = json.putArray("tokens");
    private final ArrayNode chosen = json.putArray("token_logprobs");
    private final ArrayNode top = json.putArray("top_logprobs");
    private final ArrayNode offsets = json.putArray("text_offset");

    TextLikelihoods(TokenTexts texts) {
        this.texts = texts;
    }

    /** @param places of the prompt's tokens from the second one on */
    void prompt(PromptField.Prompt prompt, List<LogProbabilities> places) {
        int at = 0;
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (int i = 0; i < prompt.ids().length; i++) {
            int id = prompt.ids()[i];
            tokens.add(texts.text(id));
            offsets.add(at);
            if (i == 0) {
                chosen.addNull();
                top.addNull();
            } else {
                likely(places.get(i - 1));
            }
            part.writeBytes(texts.bytes(id));
            String piece = part.toString(StandardCharsets.UTF_8);
            // A character's text is there with its last token.
            if (!piece.endsWith("\ufffd")) {
                at += length(piece, prompt.text(), at, texts.isControl(id));
                part.reset();
            }
        }
    }

    /** How much of a text a token stands for: some begin with a space that a text does not have, some were added to it. */
    private static int length(String piece, String text, int at, boolean control) {
        if (text.startsWith(piece, at)) {
            return piece.length();
        }
        if (piece.startsWith(" ") && text.startsWith(piece.substring(1), at)) {
            return piece.length() - 1;
        }
        return control ? 0 : Math.min(piece.length(), text.length() - at);
    }

    /** @param offset letters before the first of these tokens */
    void answer(List<Continuation.Step> steps, int offset) {
        int at = offset;
        for (Continuation.Step step : steps) {
            LogProbabilities likely = step.logProbabilities();
            if (likely != null) {
                tokens.add(texts.text(step.id()));
                offsets.add(at);
                likely(likely);
                at += step.text().length();
            }
        }
    }

    private void likely(LogProbabilities likely) {
        chosen.add(TokenTexts.finite(likely.chosen()));
        ObjectNode others = top.addObject();
        likely.likeliest()
                .forEach(other -> others.put(texts.text(other.id()), TokenTexts.finite(other.logProbability())));
    }

    ObjectNode json() {
        return json;
    }
}
