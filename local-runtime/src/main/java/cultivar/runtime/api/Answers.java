package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.LogProbabilities;
import cultivar.runtime.http.ApiException;
import cultivar.runtime.http.Client;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.Answering;
import cultivar.runtime.serve.ServeException;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;
import cultivar.runtime.serve.Serving;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All answers that one HTTP request asks for, made at the same time; a client that goes gives them all up. */
final class Answers implements AutoCloseable {
    /** What happens to an answer, by its number among those of the request. */
    sealed interface Event {
        int choice();

        /** How likely the prompt's tokens are from its second one on. */
        record Prompt(int choice, List<LogProbabilities> places) implements Event {}

        /** A new token. */
        record Token(int choice, Continuation.Step step) implements Event {}

        /** Strengths that it was not asked at: those of its next token and on. */
        record Mix(int choice, AdapterMix mix) implements Event {}

        /** Its end. */
        record End(int choice, ServeOutcome outcome) implements Event {}
    }

    private final String id;
    private final Running running;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    /** How many have not ended. */
    private final AtomicInteger left;

    private final Object lock = new Object();
    private volatile List<Answering> answering = List.of();
    private volatile boolean closed;

    private Answers(AnswerPlan plan, Running running) {
        this.id = plan.id();
        this.running = running;
        this.left = new AtomicInteger(plan.requests().size());
    }

    /**
     * Puts the requests into the queue, all or none. They are known by their id from then until all of this is closed.
     *
     * @throws ApiException if another request of that id is being answered, or the server refuses one of them
     */
    static Answers begin(Serving serving, Meters meters, Running running, AnswerPlan plan, Client client) {
        Answers answers = new Answers(plan, running);
        running.add(plan.id(), answers);
        boolean begun = false;
        try {
            client.whenGone(answers::close);
            List<ServeListener> listeners = IntStream.range(0, plan.requests().size())
                    .mapToObj(i -> meters.measured(answers.listener(i)))
                    .toList();
            answers.began(serving.submit(plan.requests(), listeners));
            begun = true;
        } catch (ServeException e) {
            throw Refusals.of(e);
        } finally {
            if (!begun) {
                answers.close();
            }
        }
        return answers;
    }

    /** The client may have gone while its requests were being put into the queue. */
    private void began(List<Answering> all) {
        answering = all;
        if (closed) {
            all.forEach(Answering::cancel);
        }
    }

    private ServeListener listener(int choice) {
        return new ServeListener() {
            @Override
            public void onPrompt(List<LogProbabilities> places) {
                events.add(new Event.Prompt(choice, places));
            }

            @Override
            public void onToken(Continuation.Step step) {
                events.add(new Event.Token(choice, step));
            }

            @Override
            public void onMix(AdapterMix mix) {
                events.add(new Event.Mix(choice, mix));
            }

            @Override
            public void onEnd(ServeOutcome outcome) {
                left.decrementAndGet();
                events.add(new Event.End(choice, outcome));
            }
        };
    }

    /** What happens next; null if nothing does for so long. */
    @Nullable
    Event next(long seconds) throws InterruptedException {
        return events.poll(seconds, TimeUnit.SECONDS);
    }

    /**
     * Changes the strengths of all that goes on.
     *
     * @return false if nothing does, not yet or no more
     * @throws ApiException if other adapters are named than before
     */
    boolean mix(AdapterMix mix) {
        List<Answering> all = answering;
        if (closed || all.isEmpty() || left.get() == 0) {
            return false;
        }
        // Whoever else changes them does so before all of this, or after it.
        try {
            synchronized (lock) {
                all.forEach(each -> each.mix(mix));
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("adapters", String.valueOf(e.getMessage()));
        } catch (ServeException e) {
            throw Refusals.of(e).about("adapters");
        }
        return true;
    }

    /** Gives up what has not ended, and forgets the id. */
    @Override
    public void close() {
        closed = true;
        running.remove(id, this);
        answering.forEach(Answering::cancel);
    }
}
