package cultivar.app.chat.ask;

/** Whether there is a base model to talk to. */
public sealed interface Readiness {
    /** It is being opened. */
    record Starting() implements Readiness {}

    /** It answers. */
    record Ready(String baseName) implements Readiness {}

    /**
     * It does not.
     *
     * @param reason one line: what is wrong and what to do
     */
    record Failed(String reason) implements Readiness {}
}
