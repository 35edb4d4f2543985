package cultivar.runtime.api;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.LogProbabilities;
import cultivar.runtime.serve.AdapterMix;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How long answers took and how they ended. Seconds count from when the request was put into the queue. */
final class Meters {
    /** How an answer ended, in vLLM's words. */
    enum End {
        STOP,
        LENGTH,
        ABORT,
        ERROR
    }

    private static final double NANOS = 1e-9;

    private final Histogram firstToken = new Histogram(
            0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160);
    private final Histogram nextToken = new Histogram(
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5);
    private final Histogram whole = new Histogram(
            0.05, 0.1, 0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920);
    private final Histogram queued = new Histogram(0.001, 0.005, 0.01, 0.05, 0.1, 0.3, 0.5, 1, 2.5, 5, 10, 30, 60, 120);
    private final Map<End, LongAdder> ends = new EnumMap<>(End.class);

    Meters() {
        for (End end : End.values()) {
            ends.put(end, new LongAdder());
        }
    }

    /** The same listener, with its answer measured from now on. */
    ServeListener measured(ServeListener listener) {
        long begun = System.nanoTime();
        return new ServeListener() {
            private long last;

            @Override
            public void onPrompt(List<LogProbabilities> places) {
                listener.onPrompt(places);
            }

            @Override
            public void onToken(Continuation.Step step) {
                long now = System.nanoTime();
                if (last == 0) {
                    firstToken.add((now - begun) * NANOS);
                } else {
                    nextToken.add((now - last) * NANOS);
                }
                last = now;
                listener.onToken(step);
            }

            @Override
            public void onMix(AdapterMix mix) {
                listener.onMix(mix);
            }

            @Override
            public void onEnd(ServeOutcome outcome) {
                ended(outcome, (System.nanoTime() - begun) * NANOS);
                listener.onEnd(outcome);
            }
        };
    }

    private void ended(ServeOutcome outcome, double seconds) {
        End end = switch (outcome) {
            case ServeOutcome.Answered answered -> {
                whole.add(seconds);
                queued.add(answered.queuedSeconds());
                yield switch (answered.generation().stopReason()) {
                    case END_TOKEN, STOP_STRING, STOP_TOKEN, COMPLETE -> End.STOP;
                    case MAX_TOKENS, CONTEXT_FULL -> End.LENGTH;
                    case CANCELLED -> End.ABORT;
                };
            }
            case ServeOutcome.GivenUp _ -> End.ABORT;
            case ServeOutcome.Failed _ -> End.ERROR;
        };
        count(end).increment();
    }

    private LongAdder count(End end) {
        LongAdder count = ends.get(end);
        if (count == null) {
            throw new IllegalStateException("every end has a count");
        }
        return count;
    }

    long ended(End end) {
        return count(end).sum();
    }

    Histogram firstToken() {
        return firstToken;
    }

    Histogram nextToken() {
        return nextToken;
    }

    Histogram whole() {
        return whole;
    }

    Histogram queued() {
        return queued;
    }
}
