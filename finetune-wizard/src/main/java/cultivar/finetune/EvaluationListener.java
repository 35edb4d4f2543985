package cultivar.finetune;

/** Follows an evaluation on the thread that makes it. */
@FunctionalInterface
public interface EvaluationListener {
    /** So many answers of {@code total} were given and scored. */
    void onAnswer(int done, int total);

    /** Asked after every answer; true ends the evaluation with a {@link java.util.concurrent.CancellationException}. */
    default boolean cancelled() {
        return false;
    }
}
