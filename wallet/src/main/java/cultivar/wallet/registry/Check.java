package cultivar.wallet.registry;

/**
 * One thing that was compared.
 *
 * @param what what it is, in words
 * @param holds true if both are the same
 * @param expected what was registered or written down
 * @param found what was recomputed from the files
 */
public record Check(String what, boolean holds, String expected, String found) {
    /** Compares two texts. */
    public static Check compare(String what, String expected, String found) {
        return new Check(what, expected.equals(found), expected, found);
    }

    /** Something that could not be compared at all. */
    public static Check failed(String what, String expected, String found) {
        return new Check(what, false, expected, found);
    }
}
