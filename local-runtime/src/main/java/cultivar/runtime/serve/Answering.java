package cultivar.runtime.serve;

/** A request that is being answered. */
public interface Answering {
    /** Gives it up before its next token; frees all that it holds. Does nothing where it has ended. */
    void cancel();

    /**
     * Changes the strengths from the next token on. What was computed of earlier tokens stays as it is.
     *
     * @throws IllegalArgumentException if other adapters are named than before
     */
    void mix(AdapterMix mix);
}
