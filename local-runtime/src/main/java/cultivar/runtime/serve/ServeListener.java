package cultivar.runtime.serve;

import cultivar.runtime.generate.Continuation;
import cultivar.runtime.generate.LogProbabilities;
import java.util.List;

/** Follows an answer on the server's own thread, which waits for it: whatever takes long is done elsewhere. */
public interface ServeListener {
    /**
     * Called once before the first token where the request asks for it.
     *
     * @param places how likely the prompt's tokens are from its second one on, each after those before it
     */
    default void onPrompt(List<LogProbabilities> places) {}

    /** Called for every new token. */
    void onToken(Continuation.Step step);

    /** Called where other strengths were taken, before the first token that is computed at them. */
    default void onMix(AdapterMix mix) {}

    /** Called once, after which nothing more is heard. */
    void onEnd(ServeOutcome outcome);
}
