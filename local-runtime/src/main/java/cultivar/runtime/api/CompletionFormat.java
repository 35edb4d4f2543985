package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's older text completions; with {@code echo} each text begins with its prompt. */
final class CompletionFormat implements Format {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<String> echoes;
    private final @Nullable TokenTexts logProbabilities;
    /** Where in a streamed text its next part begins. */
    private final List<Integer> offsets = new ArrayList<>();

    /**
     * @param echoes what each choice's text begins with
     * @param logProbabilities to tell them by, or null to tell none
     */
    CompletionFormat(List<String> echoes, @Nullable TokenTexts logProbabilities) {
        this.echoes = echoes;
        this.logProbabilities = logProbabilities;
        echoes.forEach(echo -> offsets.add(echo.length()));
    }

    @Override
    public String object() {
        return "text_completion";
    }

    @Override
    public String chunk() {
        return "text_completion";
    }

    @Override
    public ObjectNode whole(int index, Choice choice) {
        String echo = echoes.get(index);
        return likely(text(index, echo + choice.text()), choice.steps(), echo.length());
    }

    @Override
    public @Nullable ObjectNode opening(int index) {
        return echoes.get(index).isEmpty()
                ? null
                : text(index, echoes.get(index)).putNull("logprobs");
    }

    @Override
    public ObjectNode part(int index, List<Continuation.Step> steps) {
        String text = steps.stream().map(Continuation.Step::text).collect(Collectors.joining());
        int offset = offsets.get(index);
        offsets.set(index, offset + text.length());
        return likely(text(index, text), steps, offset);
    }

    private static ObjectNode text(int index, String text) {
        return JSON.createObjectNode().put("index", index).put("text", text);
    }

    private ObjectNode likely(ObjectNode json, List<Continuation.Step> steps, int offset) {
        if (logProbabilities == null || steps.isEmpty()) {
            return json.putNull("logprobs");
        }
        json.set("logprobs", logProbabilities.completion(steps, offset));
        return json;
    }
}
