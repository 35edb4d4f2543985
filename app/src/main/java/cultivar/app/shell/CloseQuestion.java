package cultivar.app.shell;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.Dialogs;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** Asks what shall become of the work that still goes on when the window is to be closed. */
final class CloseQuestion {
    /** What the person decided. */
    enum Answer {
        /** The window stays. */
        STAY,
        /** The window closes, and the engine goes on without it. */
        KEEP_TRAINING,
        /** The work stops where it is, saved, and the window closes. */
        PAUSE
    }

    private CloseQuestion() {}

    static CompletionStage<Answer> ask(Dialogs dialogs, Words words, String what) {
        return dialogs.<Answer>show(words.get("close.title"), handle -> {
                    Button keep = Buttons.primary(words.get("close.keep"), null, () -> handle.submit(Answer.STAY));
                    Button later = Buttons.secondary(
                            words.get("close.later"), null, () -> handle.submit(Answer.KEEP_TRAINING));
                    Button stop = Buttons.danger(words.get("close.stop"), null, () -> handle.submit(Answer.PAUSE));
                    keep.setDefaultButton(true);
                    return new VBox(
                            16, Texts.body(words.get("close.text", what)), new DialogButtons(stop, later, keep));
                })
                .thenApply((Optional<Answer> answer) -> answer.orElse(Answer.STAY));
    }
}
