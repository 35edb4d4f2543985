package cultivar.runtime.api;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The prompts of a text completion, in all four forms that OpenAI knows: a text, a list of texts, token ids, a list of
 * lists of token ids. A text becomes tokens as it stands; no control token is put before it.
 */
final class PromptField {
    /** More prompts than these make no batch that anybody waits for. */
    static final int MOST = 1024;

    private final ServedModel model;

    PromptField(ServedModel model) {
        this.model = model;
    }

    List<int[]> prompts(Fields fields) {
        fields.refuse("add_special_tokens", "a text becomes tokens as it stands; write them into it.");
        JsonNode prompt = fields.node("prompt");
        List<int[]> prompts = new ArrayList<>();
        if (prompt.isString()) {
            prompts.add(model.tokenizer().encode(prompt.stringValue()));
        } else if (prompt.isArray() && prompt.path(0).isNumber()) {
            prompts.add(ids(fields, "prompt", prompt));
        } else if (prompt.isArray() && prompt.size() <= MOST) {
            for (JsonNode one : prompt) {
                prompts.add(one.isString() ? model.tokenizer().encode(one.stringValue()) : ids(fields, "prompt", one));
            }
        }
        if (prompts.isEmpty() || prompts.stream().anyMatch(ids -> ids.length == 0)) {
            throw fields.wrong(
                    "prompt",
                    "a text, a list of texts, a list of token ids, or a list of such lists, none of them empty and at"
                            + " most " + MOST);
        }
        return prompts;
    }

    /** Ids of the model's vocabulary. */
    int[] ids(Fields fields, String name, JsonNode list) {
        if (!list.isArray()) {
            return new int[0];
        }
        int[] ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = list.get(i);
            if (!id.isIntegralNumber()
                    || !id.canConvertToInt()
                    || id.intValue() < 0
                    || id.intValue() >= model.vocabulary()) {
                throw fields.wrong(name, "of token ids from 0 to " + (model.vocabulary() - 1) + ", not " + id);
            }
            ids[i] = id.intValue();
        }
        return ids;
    }
}
