package cultivar.app.chat.store;

import cultivar.app.chat.ask.Draw;
import cultivar.runtime.text.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What columns hold as JSON. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    static String write(Draw draw) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("temperature", draw.temperature())
                .put("top_k", draw.topK())
                .put("top_p", draw.topP())
                .put("min_p", draw.minP())
                .put("repetition_penalty", draw.repetition())
                .put("presence_penalty", draw.presence())
                .put("frequency_penalty", draw.frequency())
                .put("seed", draw.seed())
                .put("max_tokens", draw.maxTokens())
                .toString();
    }

    static Draw draw(String json) {
        JsonNode node = MAPPER.readTree(json);
        Draw none = Draw.EXACT;
        return new Draw(
                node.path("temperature").asDouble(none.temperature()),
                node.path("top_k").asInt(none.topK()),
                node.path("top_p").asDouble(none.topP()),
                node.path("min_p").asDouble(none.minP()),
                node.path("repetition_penalty").asDouble(none.repetition()),
                node.path("presence_penalty").asDouble(none.presence()),
                node.path("frequency_penalty").asDouble(none.frequency()),
                node.path("seed").asLong(none.seed()),
                node.path("max_tokens").asInt(none.maxTokens()));
    }

    static String write(List<ChatMessage> messages) {
        return turns(messages).toString();
    }

    /** Messages in the layout of OpenAI. */
    static ArrayNode turns(List<ChatMessage> messages) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        messages.forEach(message -> array.add(turn(message)));
        return array;
    }

    private static ObjectNode turn(ChatMessage message) {
        return JsonNodeFactory.instance.objectNode().put("role", message.role()).put("content", message.content());
    }

    static List<ChatMessage> messages(String json) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode node : MAPPER.readTree(json)) {
            messages.add(new ChatMessage(
                    node.path("role").asString(""), node.path("content").asString("")));
        }
        return messages;
    }
}
