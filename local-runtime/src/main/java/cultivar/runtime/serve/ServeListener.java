package cultivar.runtime.serve;

import cultivar.runtime.generate.Continuation;

/** Follows an answer on the server's own thread, which waits for it: whatever takes long is done elsewhere. */
public interface ServeListener {
    /** Called for every new token. */
    void onToken(Continuation.Step step);

    /** Called once, after which nothing more is heard. */
    void onEnd(ServeOutcome outcome);
}
