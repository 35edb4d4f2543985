package cultivar.runtime.hub;

import org.jspecify.annotations.Nullable;

/** What the hub or a download could not do; the message is one line that says what is wrong and what to do. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, for those who act on it. */
    public enum Reason {
        /** The environment says that nothing may be fetched. */
        OFFLINE,
        /** No network, an unknown host, or one that does not answer. */
        UNREACHABLE,
        /** A token is needed, or the hub does not accept the one that it got. */
        UNAUTHORIZED,
        /** The model's licence must be accepted first. */
        GATED,
        /** The token is accepted but may not do this. */
        FORBIDDEN,
        /** There is no such repository, revision or file. */
        NOT_FOUND,
        /** Too many requests from here. */
        TOO_MANY_REQUESTS,
        /** The server is in trouble or answers something that is no answer. */
        SERVER,
        /** The connection was cut again and again; what arrived is kept. */
        CUT,
        /** A file is longer or shorter than the hub says. */
        WRONG_LENGTH,
        /** A file is not the one that the hub lists. */
        WRONG_CHECKSUM,
        /** The disk has no room. */
        DISK_FULL,
        /** The disk cannot be read or written. */
        DISK,
        /** Somebody else downloads the same. */
        BUSY,
        /** The server asks for something unsafe. */
        REFUSED,
        /** The repository holds nothing that the engine can run. */
        UNSUPPORTED,
        /** A name, address or token that cannot be one. */
        BAD_INPUT
    }

    private final Reason reason;

    HubException(Reason reason, String message) {
        this(reason, message, null);
    }

    HubException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
