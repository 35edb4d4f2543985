package cultivar.runtime.api;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The prompts of a text completion, in all four forms that OpenAI knows: a text, a list of texts, token ids, a list of
 * lists of token ids. The names of control tokens in a text are those tokens, and with {@code add_special_tokens}, which is
 * so unless the request says no, the text is given what the checkpoint wants around one; both as with vLLM, for which a
 * prompt that was rendered from a chat is such a text.
 */
final class PromptField {
    /** More prompts than these make no batch that anybody waits for. */
    static final int MOST = 1024;

    /**
     * One prompt.
     *
     * @param text as it was given, or what given ids say
     */
    record Prompt(int[] ids, String text) {}

    /** No prompt at all. */
    static final Prompt NONE = new Prompt(new int[0], "");

    private final ServedModel model;

    PromptField(ServedModel model) {
        this.model = model;
    }

    List<Prompt> prompts(Fields fields) {
        JsonNode prompt = fields.node("prompt");
        List<Prompt> prompts = new ArrayList<>();
        if (prompt.isString() || (prompt.isArray() && prompt.path(0).isNumber())) {
            prompts.add(prompt(fields, prompt));
        } else if (prompt.isArray() && prompt.size() <= MOST) {
            for (JsonNode one : prompt) {
                prompts.add(prompt(fields, one));
            }
        }
        if (prompts.isEmpty() || prompts.stream().anyMatch(one -> one.ids().length == 0)) {
            throw fields.wrong(
                    "prompt",
                    "a text, a list of texts, a list of token ids, or a list of such lists, none of them empty and at"
                            + " most " + MOST);
        }
        return prompts;
    }

    private Prompt prompt(Fields fields, JsonNode one) {
        if (one.isString()) {
            return new Prompt(textIds(fields, one.stringValue()), one.stringValue());
        }
        int[] ids = ids(fields, "prompt", one);
        return new Prompt(ids, model.tokenizer().decode(ids, false));
    }

    /** The tokens of a text that is a whole prompt. */
    int[] textIds(Fields fields, String text) {
        return model.tokenizer().encodePrompt(text, fields.flag("add_special_tokens", true));
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
