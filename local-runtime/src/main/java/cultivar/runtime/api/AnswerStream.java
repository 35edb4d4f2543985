package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.LogProbabilities;
import cultivar.runtime.http.Reply;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.ServeOutcome;
import java.io.IOException;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The answers of a request as they are streamed. For one thread. */
final class AnswerStream {
    private final AnswerPlan plan;
    private final Reply.EventSink sink;
    private final AnswerJson json;
    private final List<Choice> choices;
    /** Which choices have had their first token, or their end. */
    private final BitSet opened = new BitSet();
    /** Of which choices anything has been sent. */
    private final BitSet begun = new BitSet();

    /** The strengths that choices begin at, where those were changed in the queue. */
    private final Map<Integer, AdapterMix> beginnings = new HashMap<>();

    AnswerStream(AnswerPlan plan, Reply.EventSink sink) {
        this.plan = plan;
        this.sink = sink;
        this.json = new AnswerJson(plan, Instant.now());
        this.choices = plan.choices();
    }

    /**
     * Sends all that happens until every answer has ended.
     *
     * @throws cultivar.runtime.http.ApiException if one of them fails
     */
    void follow(Answers answers, int beatSeconds) throws IOException, InterruptedException {
        for (int left = choices.size(); left > 0; ) {
            switch (answers.next(beatSeconds)) {
                case null -> sink.beat();
                case Answers.Event.Prompt(int index, List<LogProbabilities> places) ->
                    choices.get(index).prompt(places);
                case Answers.Event.Token(int index, Continuation.Step step) -> token(index, step);
                case Answers.Event.Mix(int index, AdapterMix mix) -> mix(index, mix);
                case Answers.Event.End(int index, ServeOutcome outcome) -> {
                    Choice choice = choices.get(index);
                    choice.end(outcome);
                    open(index);
                    send(index, AnswerJson.finished(untold(index), choice));
                    left--;
                }
            }
        }
        if (plan.includeUsage()) {
            sink.send(json.usageChunk(choices));
        }
    }

    private void token(int index, Continuation.Step step) throws IOException {
        open(index);
        choices.get(index).add(step);
        // The last token's text goes with the reason of the end; a token without text with the next.
        if (step.end() == null && !step.text().isEmpty()) {
            send(index, untold(index).putNull("finish_reason"));
        }
    }

    private void mix(int index, AdapterMix mix) throws IOException {
        if (opened.get(index)) {
            tell(index, mix);
        } else {
            beginnings.put(index, mix);
        }
    }

    /** Says at which strengths a choice goes on, with the tokens before that which had no text to go with. */
    private void tell(int index, AdapterMix mix) throws IOException {
        ObjectNode part = untold(index).putNull("finish_reason");
        part.putObject("cultivar").set("adapters", MixJson.of(mix));
        send(index, part);
    }

    /** A choice's first event, with its first token: whoever times the first event times that. */
    private void open(int index) throws IOException {
        if (opened.get(index)) {
            return;
        }
        opened.set(index);
        ObjectNode opening = plan.format().opening(index, choices.get(index));
        if (opening != null) {
            send(index, json.withIds(opening, List.of()).putNull("finish_reason"));
        }
        AdapterMix mix = beginnings.remove(index);
        if (mix != null) {
            tell(index, mix);
        }
    }

    private ObjectNode untold(int index) {
        List<Continuation.Step> steps = choices.get(index).untold();
        return json.withIds(plan.format().part(index, steps), steps);
    }

    private void send(int index, ObjectNode choice) throws IOException {
        boolean first = !begun.get(index);
        begun.set(index);
        sink.send(json.chunk(index, choice, first));
    }
}
