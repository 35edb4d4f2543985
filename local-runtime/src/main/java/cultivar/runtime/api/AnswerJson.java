package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stands around and beside the texts of a request's answers, whole or in parts. Where ids of tokens are asked for they
 * stand where vLLM has them: {@code token_ids} in each choice, {@code prompt_token_ids} in each choice of a text and beside
 * the choices of a chat.
 */
final class AnswerJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AnswerPlan plan;
    private final Instant created;

    AnswerJson(AnswerPlan plan, Instant created) {
        this.plan = plan;
        this.created = created;
    }

    /** All answers, each of which has ended. */
    ObjectNode whole(List<Choice> choices) {
        ObjectNode json = envelope(plan.format().object());
        ArrayNode all = json.putArray("choices");
        for (int i = 0; i < choices.size(); i++) {
            Choice choice = choices.get(i);
            ObjectNode one = withIds(plan.format().whole(i, choice), choice.steps());
            all.add(finished(one, choice));
            putPrompt(json, one, i);
        }
        json.set("usage", usage(choices));
        return json;
    }

    /**
     * A part of a stream.
     *
     * @param first whether it is the first of its choice
     */
    ObjectNode chunk(int index, ObjectNode choice, boolean first) {
        ObjectNode json = envelope(plan.format().chunk());
        json.putArray("choices").add(choice);
        if (first) {
            putPrompt(json, choice, index);
        }
        if (plan.includeUsage()) {
            json.putNull("usage");
        }
        return json;
    }

    /** The part that ends a stream which tells the usage. */
    ObjectNode usageChunk(List<Choice> choices) {
        ObjectNode json = envelope(plan.format().chunk());
        json.putArray("choices");
        json.set("usage", usage(choices));
        return json;
    }

    /** Says in what tells some tokens' text which they are, where that is asked for. */
    ObjectNode withIds(ObjectNode choice, List<Continuation.Step> steps) {
        if (plan.tokenIds()) {
            ArrayNode ids = choice.putArray("token_ids");
            steps.forEach(step -> ids.add(step.id()));
        }
        return choice;
    }

    private void putPrompt(ObjectNode json, ObjectNode choice, int index) {
        if (plan.tokenIds()) {
            ObjectNode where = plan.format().promptInChoices() ? choice : json;
            ArrayNode ids = where.putArray("prompt_token_ids");
            for (int id : plan.requests().get(index).promptIds()) {
                ids.add(id);
            }
        }
    }

    /** Says why a choice has ended. */
    static ObjectNode finished(ObjectNode choice, Choice state) {
        choice.put("finish_reason", state.finishReason()).set("stop_reason", state.stopReason());
        return choice;
    }

    private ObjectNode envelope(String object) {
        return JSON.createObjectNode()
                .put("id", plan.id())
                .put("object", object)
                .put("created", created.getEpochSecond())
                .put("model", plan.model());
    }

    /** As OpenAI counts: a prompt once, however many choices it has; an answer with the token that ended it. */
    private ObjectNode usage(List<Choice> choices) {
        int prompt = 0;
        int cached = 0;
        for (int i = 0; i < choices.size(); i += plan.perPrompt()) {
            prompt += plan.requests().get(i).promptIds().length;
            cached += choices.get(i).cachedTokens();
        }
        int answer = choices.stream().mapToInt(Choice::tokens).sum();
        ObjectNode usage = JSON.createObjectNode()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", answer)
                .put("total_tokens", prompt + answer);
        usage.putObject("prompt_tokens_details").put("cached_tokens", cached);
        return usage;
    }
}
