package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.LogProbabilities;
import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.Client;
import cultivar.runtime.http.Reply;
import cultivar.runtime.serve.Serving;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes answers and says them as OpenAI does: in one JSON, or as server-sent events without names that end with
 * {@code [DONE]}. An answer that fails on the way ends a stream with an event {@code {"error": ...}}, as with vLLM.
 */
final class Completions {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Seconds after which a stream with no news says so, for what stands between it and the client. */
    private static final int BEAT_SECONDS = 10;

    private final Serving serving;
    private final Meters meters;

    Completions(Serving serving, Meters meters) {
        this.serving = serving;
        this.meters = meters;
    }

    Reply answer(AnswerPlan plan, Client client) throws InterruptedException {
        Answers answers = Answers.begin(serving, plan.requests(), client, meters);
        return plan.stream() ? new Reply.Events(sink -> stream(plan, answers, sink)) : Reply.ok(whole(plan, answers));
    }

    private static ObjectNode whole(AnswerPlan plan, Answers answers) throws InterruptedException {
        try (answers) {
            List<Choice> choices = choices(plan);
            for (int left = choices.size(); left > 0; ) {
                switch (answers.next(BEAT_SECONDS)) {
                    case null -> {}
                    case Answers.Event.Prompt(int choice, List<LogProbabilities> places) ->
                        choices.get(choice).prompt(places);
                    case Answers.Event.Token(int choice, Continuation.Step step) ->
                        choices.get(choice).add(step);
                    case Answers.Event.End(int choice, var outcome) -> {
                        choices.get(choice).end(outcome);
                        left--;
                    }
                }
            }
            ObjectNode json = envelope(plan, plan.format().object(), Instant.now());
            for (int i = 0; i < choices.size(); i++) {
                Choice choice = choices.get(i);
                json.withArray("choices").add(finished(plan.format().whole(i, choice), choice));
            }
            json.set("usage", usage(plan, choices));
            return json;
        }
    }

    private static void stream(AnswerPlan plan, Answers answers, Reply.EventSink sink)
            throws IOException, InterruptedException {
        Instant created = Instant.now();
        List<Choice> choices = choices(plan);
        BitSet opened = new BitSet();
        try (answers) {
            for (int left = choices.size(); left > 0; ) {
                switch (answers.next(BEAT_SECONDS)) {
                    case null -> sink.beat();
                    case Answers.Event.Prompt(int index, List<LogProbabilities> places) ->
                        choices.get(index).prompt(places);
                    case Answers.Event.Token(int index, Continuation.Step step) -> {
                        Choice choice = choices.get(index);
                        choice.add(step);
                        open(plan, created, index, choice, opened, sink);
                        // The last token's text goes with the reason of the end; a token without text with the next.
                        if (step.end() == null && !step.text().isEmpty()) {
                            ObjectNode part = plan.format().part(index, choice.untold());
                            send(plan, created, part.putNull("finish_reason"), sink);
                        }
                    }
                    case Answers.Event.End(int index, var outcome) -> {
                        Choice choice = choices.get(index);
                        choice.end(outcome);
                        open(plan, created, index, choice, opened, sink);
                        ObjectNode part = plan.format().part(index, choice.untold());
                        send(plan, created, finished(part, choice), sink);
                        left--;
                    }
                }
            }
            if (plan.includeUsage()) {
                ObjectNode last = envelope(plan, plan.format().chunk(), created);
                last.putArray("choices");
                last.set("usage", usage(plan, choices));
                sink.send(last);
            }
        } catch (ApiException e) {
            sink.send(e.json());
        }
        sink.done();
    }

    /** A choice's first event, with its first token: whoever times the first event times that. */
    private static void open(
            AnswerPlan plan, Instant created, int index, Choice choice, BitSet opened, Reply.EventSink sink)
            throws IOException {
        ObjectNode opening = opened.get(index) ? null : plan.format().opening(index, choice);
        opened.set(index);
        if (opening != null) {
            send(plan, created, opening.putNull("finish_reason"), sink);
        }
    }

    private static List<Choice> choices(AnswerPlan plan) {
        return new ArrayList<>(Stream.generate(() -> new Choice(plan.promptAlone()))
                .limit(plan.requests().size())
                .toList());
    }

    private static ObjectNode finished(ObjectNode choice, Choice state) {
        choice.put("finish_reason", state.finishReason()).set("stop_reason", state.stopReason());
        return choice;
    }

    private static void send(AnswerPlan plan, Instant created, JsonNode choice, Reply.EventSink sink)
            throws IOException {
        ObjectNode json = envelope(plan, plan.format().chunk(), created);
        json.putArray("choices").add(choice);
        if (plan.includeUsage()) {
            json.putNull("usage");
        }
        sink.send(json);
    }

    private static ObjectNode envelope(AnswerPlan plan, String object, Instant created) {
        return JSON.createObjectNode()
                .put("id", plan.id())
                .put("object", object)
                .put("created", created.getEpochSecond())
                .put("model", plan.model());
    }

    /** As OpenAI counts: a prompt once, however many choices it has; an answer with the token that ended it. */
    private static ObjectNode usage(AnswerPlan plan, List<Choice> choices) {
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
