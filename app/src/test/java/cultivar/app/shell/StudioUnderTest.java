package cultivar.app.shell;

import cultivar.app.home.Home;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.theme.Themes;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javafx.stage.Stage;

/** The real window over a home of its own. FX thread only. */
public final class StudioUnderTest {
    private final StudioWindow window;
    private boolean closed;

    private StudioUnderTest(Home home, Themes themes, Callable<Path> base) {
        SettingsFile file = new SettingsFile(home.settings());
        window = new StudioWindow(StudioContext.of(home, file, file.load(), themes, base), () -> closed = true);
    }

    /** Shows the window as a start of the studio does. */
    public static StudioUnderTest start(Path home, Themes themes, Callable<Path> base) {
        StudioUnderTest studio = new StudioUnderTest(new Home(home), themes, base);
        studio.window.show();
        return studio;
    }

    /** The window's root. */
    public OverlayPane root() {
        return window.root();
    }

    /** The window. */
    public Stage stage() {
        return window.stage();
    }

    /** Whether the window has been closed for good. */
    public boolean isClosed() {
        return closed;
    }

    /** Closes without asking. */
    public void close() {
        window.close();
    }
}
