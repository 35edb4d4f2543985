package cultivar.runtime.checkpoint;

/**
 * The norm of queries and keys, in the style of the layer's other norms.
 *
 * @param query the name of the queries' norm inside the attention
 * @param key the name of the keys' norm
 * @param afterRope whether it follows the rotation rather than precedes it
 */
public record QueryKeyNorm(Kind kind, String query, String key, boolean afterRope) {
    static final QueryKeyNorm NONE = new QueryKeyNorm(Kind.NONE, "", "", false);

    /** What one norm spans, and how its weight is shared. */
    public enum Kind {
        NONE,
        /** Each head by itself, one weight of the head's size for all heads. */
        HEAD,
        /** Each head by itself, every head with a weight of its own. */
        EACH_HEAD,
        /** All heads of a position together. */
        WIDTH
    }

    /** Whether each head has a norm to itself. */
    public boolean spansHeads() {
        return kind == Kind.HEAD || kind == Kind.EACH_HEAD;
    }
}
