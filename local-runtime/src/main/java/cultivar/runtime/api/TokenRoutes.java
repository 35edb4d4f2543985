package cultivar.runtime.api;

import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.ApiRequest;
import cultivar.runtime.http.Reply;
import cultivar.runtime.http.Router;
import cultivar.runtime.http.Routes;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * vLLM's {@code POST /tokenize} (of a {@code prompt}, as a text completion takes it, or of {@code messages} through the chat
 * template) and {@code POST /detokenize}.
 */
final class TokenRoutes implements Routes {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ServedModel model;

    TokenRoutes(ServedModel model) {
        this.model = model;
    }

    @Override
    public void addTo(Router router) {
        router.add("POST", "/tokenize", this::tokenize);
        router.add("POST", "/detokenize", this::detokenize);
    }

    private Reply tokenize(ApiRequest request) {
        Fields fields = new Fields(request.body());
        int[] ids = fields.has("messages")
                ? new ChatFields(model).prompt(fields)
                : new PromptField(model)
                        .textIds(fields, fields.text("prompt").orElseThrow(() -> fields.wrong("prompt", "a text")));
        ObjectNode json = JSON.createObjectNode().put("count", ids.length).put("max_model_len", model.context());
        ArrayNode tokens = json.putArray("tokens");
        ArrayNode names = JSON.createArrayNode();
        for (int id : ids) {
            tokens.add(id);
            names.add(model.tokenizer().tokenOf(id));
        }
        if (fields.flag("return_token_strs", false)) {
            json.set("token_strs", names);
        } else {
            json.putNull("token_strs");
        }
        return Reply.ok(json);
    }

    private Reply detokenize(ApiRequest request) {
        Fields fields = new Fields(request.body());
        if (!fields.node("tokens").isArray()) {
            throw ApiException.invalid("tokens", "tokens must be a list of token ids.");
        }
        int[] ids = new PromptField(model).ids(fields, "tokens", fields.node("tokens"));
        return Reply.ok(JSON.createObjectNode().put("prompt", model.tokenizer().decode(ids, false)));
    }
}
