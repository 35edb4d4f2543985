package cultivar.runtime.train;

/**
 * The lowest loss on the held-out rows so far.
 *
 * @param step the step after which it was measured; 0 while there is none
 * @param loss that loss, or NaN
 * @param since looks since then, none of which was lower
 * @param last the step of the last look, or 0
 */
public record BestSoFar(int step, double loss, int since, int last) {
    /** Before the first look. */
    public static final BestSoFar NONE = new BestSoFar(0, Double.NaN, 0, 0);

    /** After another look. */
    public BestSoFar after(int atStep, double newLoss) {
        boolean lower = Double.isFinite(newLoss) && (step == 0 || newLoss < loss);
        return lower ? new BestSoFar(atStep, newLoss, 0, atStep) : new BestSoFar(step, loss, since + 1, atStep);
    }

    /** Whether a run of this patience ends here; one of patience 0 never does. */
    public boolean exhausts(int patience) {
        return patience > 0 && since >= patience;
    }
}
