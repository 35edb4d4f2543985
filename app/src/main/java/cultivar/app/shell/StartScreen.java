package cultivar.app.shell;

import cultivar.ui.control.Page;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.StatePane;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/** What the first frame shows while the home is being opened, and why it could not be. */
final class StartScreen implements Screen {
    private final Page page;
    private final StatePane states;

    StartScreen(Words words, Runnable retry) {
        states = new StatePane(new Region()).loading(words.get("start.opening")).onRetry(retry);
        page = new Page(words.get("start.title"), words.get("start.subtitle")).body(states);
    }

    @Override
    public Node view() {
        return page;
    }

    void fail(Failure failure) {
        states.fail(failure);
    }

    void again() {
        states.stateProperty().set(cultivar.ui.screen.ScreenState.LOADING);
    }
}
