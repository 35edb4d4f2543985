package cultivar.runtime.client;

import cultivar.runtime.api.MixJson;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.text.ChatMessage;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat that waits for an answer.
 *
 * @param mix who answers, by the names that the engine knows
 * @param sampling without bias, log-probabilities, a schema, or tokens that alone are allowed
 * @param maxTokens of the longest answer; fewer where the context ends before
 */
public record EngineQuestion(List<ChatMessage> chat, AdapterMix mix, Sampling sampling, int maxTokens) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public EngineQuestion {
        chat = List.copyOf(chat);
        if (!sampling.bias().isEmpty()
                || sampling.logProbabilities().isPresent()
                || !sampling.allowed().isEmpty()
                || sampling.schema() != null) {
            throw new IllegalArgumentException("A question to the engine can carry no such sampling.");
        }
    }

    /** The body of its request, streamed and with its tokens' ids. */
    ObjectNode toJson(String base, String id, int tokens) {
        ObjectNode json = JSON.createObjectNode().put("model", base).put("request_id", id);
        json.set("messages", messages(chat));
        json.set("adapters", MixJson.of(mix));
        return json.put("temperature", sampling.temperature())
                .put("top_k", sampling.topK())
                .put("top_p", sampling.topP())
                .put("min_p", sampling.minP())
                .put("repetition_penalty", sampling.penalties().repetition())
                .put("presence_penalty", sampling.penalties().presence())
                .put("frequency_penalty", sampling.penalties().frequency())
                .put("seed", sampling.seed())
                .put("max_tokens", tokens)
                .put("stream", true)
                .put("return_token_ids", true);
    }

    static ArrayNode messages(List<ChatMessage> chat) {
        ArrayNode messages = JSON.createArrayNode();
        chat.forEach(message -> messages.addObject().put("role", message.role()).put("content", message.content()));
        return messages;
    }
}
