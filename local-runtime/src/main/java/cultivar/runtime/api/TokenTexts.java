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
 * Log-probabilities with the texts of their tokens, in OpenAI's two shapes: {@code content} with {@code top_logprobs} for
 * chats; {@code tokens, token_logprobs, top_logprobs, text_offset} for texts. A token that holds a part of a character
 * shows as U+FFFD in a chat, where its bytes stand beside it, and as {@code bytes:\xe2\x82} in a text, so that no two of them
 * are taken for one.
 */
final class TokenTexts {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final HexFormat BYTES = HexFormat.of().withPrefix("\\x");

    private final Tokenizer tokenizer;

    TokenTexts(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    private String text(int id) {
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

    /** @param offset letters before the first of these tokens */
    ObjectNode completion(List<Continuation.Step> steps, int offset) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode tokens = json.putArray("tokens");
        ArrayNode chosen = json.putArray("token_logprobs");
        ArrayNode top = json.putArray("top_logprobs");
        ArrayNode offsets = json.putArray("text_offset");
        int at = offset;
        for (Continuation.Step step : steps) {
            LogProbabilities likely = step.logProbabilities();
            if (likely != null) {
                tokens.add(text(step.id()));
                chosen.add(finite(likely.chosen()));
                ObjectNode others = top.addObject();
                likely.likeliest().forEach(other -> others.put(text(other.id()), finite(other.logProbability())));
                offsets.add(at);
                at += step.text().length();
            }
        }
        return json;
    }

    /** JSON has no infinity; OpenAI says -9999 for what cannot be. */
    private static double finite(double logProbability) {
        return Math.max(logProbability, -9999);
    }
}
