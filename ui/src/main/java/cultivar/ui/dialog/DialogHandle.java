package cultivar.ui.dialog;

/**
 * What a dialog's content uses to end it.
 *
 * @param <T> the answer
 */
public interface DialogHandle<T> {
    /** Ends the dialog with an answer. */
    void submit(T answer);

    /** Ends the dialog without an answer. */
    void cancel();
}
