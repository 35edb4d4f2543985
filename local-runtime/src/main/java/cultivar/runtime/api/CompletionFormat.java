package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.LogProbabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's older text completions; with {@code echo} each text begins with its prompt. */
final class CompletionFormat implements Format {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<PromptField.Prompt> echoes;
    private final @Nullable TokenTexts logProbabilities;
    /** Where in a streamed text its next part begins. */
    private final List<Integer> offsets = new ArrayList<>();

    /**
     * @param echoes what each choice's text begins with; of no tokens if with nothing
     * @param logProbabilities to tell them by, or null to tell none
     */
    CompletionFormat(List<PromptField.Prompt> echoes, @Nullable TokenTexts logProbabilities) {
        this.echoes = echoes;
        this.logProbabilities = logProbabilities;
        echoes.forEach(echo -> offsets.add(echo.text().length()));
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
    public boolean promptInChoices() {
        return true;
    }

    @Override
    public ObjectNode whole(int index, Choice choice) {
        PromptField.Prompt echo = echoes.get(index);
        ObjectNode json = text(index, echo.text() + choice.text());
        return likely(json, echo, choice.prompt(), choice.steps(), echo.text().length());
    }

    @Override
    public @Nullable ObjectNode opening(int index, Choice choice) {
        PromptField.Prompt echo = echoes.get(index);
        return echo.ids().length == 0 ? null : likely(text(index, echo.text()), echo, choice.prompt(), List.of(), 0);
    }

    @Override
    public ObjectNode part(int index, List<Continuation.Step> steps) {
        String text = steps.stream().map(Continuation.Step::text).collect(Collectors.joining());
        int offset = offsets.get(index);
        offsets.set(index, offset + text.length());
        return likely(text(index, text), PromptField.NONE, List.of(), steps, offset);
    }

    private static ObjectNode text(int index, String text) {
        return JSON.createObjectNode().put("index", index).put("text", text);
    }

    private ObjectNode likely(
            ObjectNode json,
            PromptField.Prompt echo,
            List<LogProbabilities> prompt,
            List<Continuation.Step> steps,
            int offset) {
        if (logProbabilities == null || (echo.ids().length == 0 && steps.isEmpty())) {
            return json.putNull("logprobs");
        }
        TextLikelihoods likely = new TextLikelihoods(logProbabilities);
        likely.prompt(echo, prompt);
        likely.answer(steps, offset);
        json.set("logprobs", likely.json());
        return json;
    }
}
