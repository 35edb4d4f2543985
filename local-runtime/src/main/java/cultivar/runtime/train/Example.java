package cultivar.runtime.train;

/**
 * One row as tokens. Loss is taken on the tokens from {@code promptLength} on.
 *
 * @param ids prompt, completion and end token
 */
public record Example(int[] ids, int promptLength) {
    /** Number of tokens that are trained on. */
    public int labels() {
        return Math.max(0, ids.length - Math.max(1, promptLength));
    }
}
