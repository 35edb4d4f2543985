package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.LogProbabilities;
import cultivar.runtime.text.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Texts of tokens beside their log-probabilities, and OpenAI's shape of both for chats: {@code content} with {@code
 * top_logprobs}. A token that holds a part of a character shows as U+FFFD in a chat, where its bytes stand beside it, and as
 * {@code bytes:\xe2\x82} in a text, so that no two of them are taken for one.
 */
final class TokenTexts {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final HexFormat BYTES = HexFormat.of().withPrefix("\\x");

    private final Tokenizer tokenizer;

    TokenTexts(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The text of a token of a text completion. */
    String text(int id) {
        byte[] bytes = tokenizer.bytes(id);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "bytes:" + BYTES.formatHex(bytes);
        }
    }

    byte[] bytes(int id) {
        return tokenizer.bytes(id);
    }

    boolean isControl(int id) {
        return tokenizer.specialIds().contains(id);
    }

    ObjectNode chat(List<Continuation.Step> steps) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode content = json.putArray("content");
        for (Continuation.Step step : steps) {
            LogProbabilities likely = step.logProbabilities();
            if (likely != null) {
                ObjectNode token = content.add(token(step.id(), likely.chosen()))
                        .get(content.size() - 1)
                        .asObject();
                ArrayNode top = token.putArray("top_logprobs");
                likely.likeliest().forEach(other -> top.add(token(other.id(), other.logProbability())));
            }
        }
        return json.putNull("refusal");
    }

    private ObjectNode token(int id, double logProbability) {
        byte[] spelt = tokenizer.bytes(id);
        ObjectNode json = JSON.createObjectNode()
                .put("token", new String(spelt, StandardCharsets.UTF_8))
                .put("logprob", finite(logProbability));
        ArrayNode bytes = json.putArray("bytes");
        for (byte one : spelt) {
            bytes.add(Byte.toUnsignedInt(one));
        }
        return json;
    }

    /** JSON has no infinity; OpenAI says -9999 for what cannot be. */
    static double finite(double logProbability) {
        return Math.max(logProbability, -9999);
    }
}
