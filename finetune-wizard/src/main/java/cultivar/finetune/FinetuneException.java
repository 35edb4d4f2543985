package cultivar.finetune;

/** A failure that a user can cause and mend; its message is one line that says what is wrong and what to do. */
public sealed class FinetuneException extends RuntimeException permits RecipeException {
    private static final long serialVersionUID = 1L;

    public FinetuneException(String message) {
        super(message);
    }

    public FinetuneException(String message, Throwable cause) {
        super(message, cause);
    }
}
