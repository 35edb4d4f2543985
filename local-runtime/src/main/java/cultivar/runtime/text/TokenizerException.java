package cultivar.runtime.text;

import org.jspecify.annotations.Nullable;

/** A tokenizer that cannot be opened or used; the message is one line for the person who chose the checkpoint. */
public final class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TokenizerException(String message) {
        super(message);
    }

    TokenizerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
