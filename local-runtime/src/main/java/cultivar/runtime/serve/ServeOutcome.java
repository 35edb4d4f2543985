package cultivar.runtime.serve;

import cultivar.runtime.generate.Generation;

/** How an answer ended. */
public sealed interface ServeOutcome {
    /**
     * It is there.
     *
     * @param queuedSeconds that it waited until its prompt was begun
     * @param cachedTokens tokens of the prompt whose keys and values were still there from an earlier request
     */
    record Answered(Generation generation, double queuedSeconds, int cachedTokens) implements ServeOutcome {}

    /** It was given up; nothing of it is held any more. */
    record GivenUp(Why why, Generation soFar) implements ServeOutcome {
        /** Who gave it up. */
        public enum Why {
            CANCELLED,
            DEADLINE,
            SERVER_CLOSED
        }
    }

    /** It could not be computed; the message is one line for a person. */
    record Failed(RuntimeException reason) implements ServeOutcome {}
}
