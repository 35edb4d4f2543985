package cultivar.datanet.quality;

/** Texts that must not be printed in passing. */
public final class Sensitive {
    private Sensitive() {}

    /** Whether a text holds personal data or a secret, by the rules of the two signals. */
    public static boolean isIn(String text) {
        return !PersonalData.in(text).isEmpty() || !Secrets.in(text).isEmpty();
    }
}
