package cultivar.runtime.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that may go better on another try. */
final class TransientException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient HubException ending;
    private final transient @Nullable Duration asked;

    /**
     * A failure.
     *
     * @param ending what to say if it never goes better
     * @param asked the pause that the server asks for, if it does
     */
    TransientException(HubException ending, @Nullable Duration asked) {
        super(ending);
        this.ending = ending;
        this.asked = asked;
    }

    HubException ending() {
        return ending;
    }

    Optional<Duration> asked() {
        return Optional.ofNullable(asked);
    }
}
