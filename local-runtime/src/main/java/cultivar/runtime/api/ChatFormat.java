package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's chat completions: a message, or deltas of one. */
final class ChatFormat implements Format {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final @Nullable TokenTexts logProbabilities;

    /** @param logProbabilities to tell them by, or null to tell none */
    ChatFormat(@Nullable TokenTexts logProbabilities) {
        this.logProbabilities = logProbabilities;
    }

    @Override
    public String object() {
        return "chat.completion";
    }

    @Override
    public String chunk() {
        return "chat.completion.chunk";
    }

    @Override
    public boolean promptInChoices() {
        return false;
    }

    @Override
    public ObjectNode whole(int index, Choice choice) {
        ObjectNode json = JSON.createObjectNode().put("index", index);
        json.putObject("message")
                .put("role", "assistant")
                .put("content", choice.text())
                .putNull("refusal");
        return likely(json, choice.steps());
    }

    @Override
    public ObjectNode opening(int index, Choice choice) {
        ObjectNode json = JSON.createObjectNode().put("index", index);
        json.putObject("delta").put("role", "assistant").put("content", "");
        return json.putNull("logprobs");
    }

    @Override
    public ObjectNode part(int index, List<Continuation.Step> steps) {
        ObjectNode json = JSON.createObjectNode().put("index", index);
        String text = steps.stream().map(Continuation.Step::text).collect(Collectors.joining());
        ObjectNode delta = json.putObject("delta");
        if (!text.isEmpty()) {
            delta.put("content", text);
        }
        return likely(json, steps);
    }

    private ObjectNode likely(ObjectNode json, List<Continuation.Step> steps) {
        if (logProbabilities == null || steps.isEmpty()) {
            return json.putNull("logprobs");
        }
        json.set("logprobs", logProbabilities.chat(steps));
        return json;
    }
}
