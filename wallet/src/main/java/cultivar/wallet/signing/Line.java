package cultivar.wallet.signing;

/**
 * One line of what is signed.
 *
 * @param label what it is
 * @param value its value, whole
 * @param kind how it is shown
 */
public record Line(String label, String value, Kind kind) {
    /** How a value is shown. */
    public enum Kind {
        /** In words. */
        WORDS,
        /** An address or a hash: monospace, to be compared and copied. */
        MACHINE
    }

    static Line words(String label, String value) {
        return new Line(label, value, Kind.WORDS);
    }

    static Line machine(String label, String value) {
        return new Line(label, value, Kind.MACHINE);
    }
}
