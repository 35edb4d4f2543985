package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.LogProbabilities;
import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.Client;
import cultivar.runtime.http.Reply;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.Serving;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes answers and says them as OpenAI does: in one JSON, or as server-sent events without names that end with
 * {@code [DONE]}. An answer that fails on the way ends a stream with an event {@code {"error": ...}}, as with vLLM.
 */
final class Completions {
    /** Seconds after which a stream with no news says so, for what stands between it and the client. */
    private static final int BEAT_SECONDS = 10;

    private final Serving serving;
    private final Meters meters;
    private final Running running;

    Completions(Serving serving, Meters meters, Running running) {
        this.serving = serving;
        this.meters = meters;
        this.running = running;
    }

    Reply answer(AnswerPlan plan, Client client) throws InterruptedException {
        Answers answers = Answers.begin(serving, meters, running, plan, client);
        return plan.stream() ? new Reply.Events(sink -> stream(plan, answers, sink)) : Reply.ok(whole(plan, answers));
    }

    private static ObjectNode whole(AnswerPlan plan, Answers answers) throws InterruptedException {
        try (answers) {
            List<Choice> choices = plan.choices();
            for (int left = choices.size(); left > 0; ) {
                switch (answers.next(BEAT_SECONDS)) {
                    case null -> {}
                    case Answers.Event.Mix _ -> {}
                    case Answers.Event.Prompt(int choice, List<LogProbabilities> places) ->
                        choices.get(choice).prompt(places);
                    case Answers.Event.Token(int choice, Continuation.Step step) ->
                        choices.get(choice).add(step);
                    case Answers.Event.End(int choice, ServeOutcome outcome) -> {
                        choices.get(choice).end(outcome);
                        left--;
                    }
                }
            }
            return new AnswerJson(plan, Instant.now()).whole(choices);
        }
    }

    private static void stream(AnswerPlan plan, Answers answers, Reply.EventSink sink)
            throws IOException, InterruptedException {
        try (answers) {
            new AnswerStream(plan, sink).follow(answers, BEAT_SECONDS);
        } catch (ApiException e) {
            sink.send(e.json());
        }
        sink.done();
    }
}
