package cultivar.runtime.llamacpp;

/** A model, tokenizer or adapter that llama.cpp could not run as it is; the message is one line that says why. */
public final class LlamaCppException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LlamaCppException(String message) {
        super(message);
    }
}
