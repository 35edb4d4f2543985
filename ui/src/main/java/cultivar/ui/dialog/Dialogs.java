package cultivar.ui.dialog;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javafx.scene.Node;

/**
 * Questions inside the window. Nothing here blocks: the answer comes as a stage completed on the FX thread. Escape
 * cancels; a question asked while another is open lies on top of it. FX thread only.
 */
public interface Dialogs {
    /** Asks for a decision; false if cancelled. */
    CompletionStage<Boolean> confirm(Confirm question);

    /** Asks for a text; empty if cancelled. The text is not trimmed. */
    CompletionStage<Optional<String>> prompt(Prompt question);

    /**
     * Shows any content.
     *
     * @param title the dialog's name
     * @param content builds the content, which must offer its own buttons; see {@link DialogButtons}
     * @return what was submitted; empty if cancelled
     */
    <T> CompletionStage<Optional<T>> show(String title, Function<DialogHandle<T>, Node> content);
}
