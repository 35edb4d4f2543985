package cultivar.wallet.signing;

/** What the person keeps beside the keys cannot be read, changed so, or saved; the message is one line for people. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what to do. */
    public SettingsException(String message) {
        super(message);
    }

    /** With what caused it. */
    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
