package cultivar.wallet.signing;

/** Something to know before signing, in one sentence. */
public record Caution(Weight weight, String text) {
    /** How much it matters. */
    public enum Weight {
        /** Worth knowing. */
        NOTE,
        /** May cost something. */
        WARNING,
        /** May cost everything that the account holds of something. */
        DANGER
    }

    static Caution note(String text) {
        return new Caution(Weight.NOTE, text);
    }

    static Caution warning(String text) {
        return new Caution(Weight.WARNING, text);
    }

    static Caution danger(String text) {
        return new Caution(Weight.DANGER, text);
    }
}
