package cultivar.app.chat.ask;

import java.nio.file.Path;

/** Whether there is a base model to talk to. */
public sealed interface Readiness {
    /** It is being opened. */
    record Starting() implements Readiness {}

    /**
     * It answers.
     *
     * @param folder its checkpoint
     */
    record Ready(String baseName, Path folder) implements Readiness {}

    /**
     * It does not.
     *
     * @param reason one line: what is wrong and what to do
     */
    record Failed(String reason) implements Readiness {}
}
