package cultivar.runtime.train;

/**
 * Parts of a training run that most runs leave alone.
 *
 * @param recompute keeps only each layer's input and computes the rest again going back: a third more work for far less
 *     memory, with the same results; quantised bases always do
 * @param packing fills each place of a batch with as many rows as fit into the maximum length, none of which sees another
 * @param loraPlus how many times the learning rate of A that of B is (Hayou and others, "LoRA+", 2024); 1 for the same
 * @param validateEvery steps between two looks at the held-out rows; 0 for each epoch's end
 * @param patience the run ends early after so many looks without a lower loss; 0 for never
 * @param keepBest whether the adapter with the lowest held-out loss is written rather than the last
 */
public record TrainingOptions(
        boolean recompute, boolean packing, double loraPlus, int validateEvery, int patience, boolean keepBest) {
    /** Nothing of all that. */
    public static final TrainingOptions NONE = new TrainingOptions(false, false, 1, 0, 0, false);

    public TrainingOptions {
        if (!(loraPlus > 0 && Double.isFinite(loraPlus))) {
            throw new IllegalArgumentException("The ratio of LoRA+ must be above 0.");
        }
        if (validateEvery < 0 || patience < 0) {
            throw new IllegalArgumentException("The steps between validations and the patience cannot be negative.");
        }
    }

    /** The same with or without computing again. */
    public TrainingOptions withRecompute(boolean again) {
        return new TrainingOptions(again, packing, loraPlus, validateEvery, patience, keepBest);
    }
}
