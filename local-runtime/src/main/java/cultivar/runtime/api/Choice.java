package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.LogProbabilities;
import cultivar.runtime.http.ApiException;
import cultivar.runtime.serve.ServeOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** One answer as it grows. */
final class Choice {
    private final StringBuilder text = new StringBuilder();
    private final List<Continuation.Step> steps = new ArrayList<>();
    private final boolean promptAlone;
    private int told;
    private List<LogProbabilities> prompt = List.of();
    private ServeOutcome.@Nullable Answered answered;

    /** @param promptAlone whether nothing is told of what comes after the prompt */
    Choice(boolean promptAlone) {
        this.promptAlone = promptAlone;
    }

    /** Takes how likely the prompt's tokens are from its second one on. */
    void prompt(List<LogProbabilities> places) {
        prompt = places;
    }

    /** How likely they are; empty if that was not asked. */
    List<LogProbabilities> prompt() {
        return prompt;
    }

    void add(Continuation.Step step) {
        if (promptAlone) {
            return;
        }
        steps.add(step);
        text.append(step.text());
    }

    /** Takes its end; one that is no answer is an exception. */
    void end(ServeOutcome outcome) {
        answered = switch (outcome) {
            case ServeOutcome.Answered whole -> whole;
            case ServeOutcome.GivenUp givenUp -> throw Refusals.of(givenUp);
            case ServeOutcome.Failed failed -> throw Refusals.of(failed);
        };
    }

    boolean ended() {
        return answered != null;
    }

    String text() {
        return text.toString();
    }

    List<Continuation.Step> steps() {
        return steps;
    }

    /** The steps since the last call. */
    List<Continuation.Step> untold() {
        List<Continuation.Step> news = List.copyOf(steps.subList(told, steps.size()));
        told = steps.size();
        return news;
    }

    /** All tokens that were made, the one that ended the answer included, as OpenAI and vLLM count. */
    int tokens() {
        return steps.size();
    }

    int cachedTokens() {
        return whole().cachedTokens();
    }

    /** {@code stop} where the model or a stop string ended it, {@code length} where a limit did. */
    String finishReason() {
        if (promptAlone) {
            return "length";
        }
        return switch (whole().generation().stopReason()) {
            case END_TOKEN, STOP_STRING, STOP_TOKEN, COMPLETE -> "stop";
            case MAX_TOKENS, CONTEXT_FULL -> "length";
            case CANCELLED -> throw new ApiException(503, "cancelled", "The request was cancelled.");
        };
    }

    /** vLLM's {@code stop_reason}: the stop string, or the id of the token that was named to end it, or null. */
    JsonNode stopReason() {
        if (!promptAlone && whole().generation().stopReason() == Generation.StopReason.STOP_TOKEN) {
            return IntNode.valueOf(steps.getLast().id());
        }
        String string = whole().generation().stopString();
        return string == null ? NullNode.getInstance() : StringNode.valueOf(string);
    }

    private ServeOutcome.Answered whole() {
        if (answered == null) {
            throw new IllegalStateException("the answer goes on");
        }
        return answered;
    }

    Generation generation() {
        return whole().generation();
    }
}
