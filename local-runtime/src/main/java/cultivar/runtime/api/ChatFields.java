package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.text.ChatTemplateException;
import cultivar.runtime.text.RenderedChat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The conversation of a request: {@code messages} as with OpenAI, their content a text or parts of type {@code text};
 * {@code chat_template_kwargs} as with vLLM, variables for the template. OpenAI's newer role {@code developer} is the older
 * {@code system}, which is what templates know.
 */
final class ChatFields {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

    private final ServedModel model;

    ChatFields(ServedModel model) {
        this.model = model;
    }

    /** The tokens of the conversation, up to where the answer begins. */
    int[] prompt(Fields fields) {
        List<Fields> given = fields.objects("messages");
        if (given.isEmpty()) {
            throw fields.wrong("messages", "a list of at least one message");
        }
        fields.refuse("continue_final_message", "an answer begins anew; ask with /v1/completions to go on with one.");
        fields.refuse("chat_template", "a chat is written with the model's own.");
        fields.refuse("add_special_tokens", "the model's chat template writes them.");
        List<ChatMessage> messages = new ArrayList<>();
        given.forEach(message -> messages.add(message(message)));
        Map<String, Object> more = fields.object("chat_template_kwargs")
                .map(variables -> JSON.convertValue(variables.json(), VARIABLES))
                .orElseGet(Map::of);
        try {
            RenderedChat chat = model.template().render(messages, fields.flag("add_generation_prompt", true), more);
            return model.tokenizer().encode(chat);
        } catch (ChatTemplateException e) {
            throw ApiException.invalid("messages", String.valueOf(e.getMessage()));
        }
    }

    private static ChatMessage message(Fields message) {
        String role = message.requiredText("role");
        role = role.equals("developer") ? "system" : role;
        if (!ROLES.contains(role)) {
            throw message.wrong("role", "one of system, developer, user, assistant and tool");
        }
        message.refuse("tool_calls", "this server calls no tools");
        return new ChatMessage(role, content(message));
    }

    private static String content(Fields message) {
        JsonNode content = message.node("content");
        if (content.isString()) {
            return content.stringValue();
        }
        if (!message.has("content")) {
            if (message.node("role").asString("").equals("assistant")) {
                return "";
            }
            throw message.wrong("content", "a text or a list of parts");
        }
        if (!content.isArray()) {
            throw message.wrong("content", "a text or a list of parts");
        }
        StringBuilder text = new StringBuilder();
        for (Fields part : message.objects("content")) {
            if (!part.node("type").asString("").equals("text")) {
                throw part.wrong("type", "text, since this model reads nothing else");
            }
            text.append(part.text("text").orElseThrow(() -> part.wrong("text", "a text")));
        }
        return text.toString();
    }
}
