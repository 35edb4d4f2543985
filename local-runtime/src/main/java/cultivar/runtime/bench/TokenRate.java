package cultivar.runtime.bench;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.serve.ServeListener;
import cultivar.runtime.serve.ServeOutcome;

/**
 * Counts the tokens that requests get while a batch is full: from when so many of them have their first token until fewer
 * than a batch are left, since what comes after that says nothing about full batches. Listeners may call from any thread.
 */
final class TokenRate {
    private final int firsts;
    private final int batch;
    private int begun;
    private int left;
    private long tokens;
    private long began;
    private long before;
    private double rate;

    /**
     * @param requests how many will be asked for, at least a batch
     * @param firsts how many of them have a first token when the counting begins; 0 for at once
     * @param batch below so many unanswered ones it ends
     */
    TokenRate(int requests, int firsts, int batch) {
        this.firsts = firsts;
        this.batch = batch;
        this.left = requests;
        if (firsts == 0) {
            began = System.nanoTime();
        }
    }

    /** Counts one request's tokens and tells another listener of them. */
    ServeListener listener(ServeListener next) {
        return new ServeListener() {
            private boolean started;

            @Override
            public void onToken(Continuation.Step step) {
                token(!started);
                started = true;
                next.onToken(step);
            }

            @Override
            public void onEnd(ServeOutcome outcome) {
                ended();
                next.onEnd(outcome);
            }
        };
    }

    private synchronized void token(boolean first) {
        tokens++;
        if (first && ++begun == firsts) {
            began = System.nanoTime();
            before = tokens;
        }
    }

    private synchronized void ended() {
        if (left-- == batch) {
            rate = (tokens - before) * 1e9 / (System.nanoTime() - began);
        }
    }

    /** New tokens a second, once the counting has ended. */
    synchronized double perSecond() {
        return rate;
    }
}
