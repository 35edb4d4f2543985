package cultivar.finetune;

/** Which rows the loss is measured on while a run goes on; nothing is learnt from them. */
public sealed interface Validation {
    /** None. */
    record None() implements Validation {}

    /** The held-out rows of the recipe's datanets. */
    record HeldOut() implements Validation {}

    /**
     * A share of the rows, taken away from training, spread evenly.
     *
     * @param share above 0 and below 1
     */
    record Share(double share) implements Validation {}

    /** The rows of a JSON Lines file. */
    record File(String path) implements Validation {}
}
