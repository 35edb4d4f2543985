package cultivar.ui.screen;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javafx.scene.Node;

/** The presenter of one screen: the only class of it that others see. */
public interface Screen {
    /** The screen's root node: built at the first call, the same at every call. */
    Node view();

    /**
     * The screen has come on show. Everything added to the scope ends when the screen goes; the next show brings a new
     * scope.
     */
    default void onShow(Lifecycle scope) {}

    /**
     * Asks whether the screen may be left, for example by a dialog about unsaved work. Called and completed on the FX
     * thread.
     */
    default CompletionStage<Boolean> canLeave() {
        return CompletableFuture.completedFuture(true);
    }
}
