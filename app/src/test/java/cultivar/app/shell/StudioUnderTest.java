package cultivar.app.shell;

import cultivar.app.home.Home;
import cultivar.finetune.RunService;
import cultivar.runtime.job.Jobs;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.theme.Themes;
import cultivar.wallet.view.WalletSession;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

/** The real window over a home of its own. FX thread only. */
public final class StudioUnderTest {
    private final StudioContext context;
    private final StudioWindow window;
    private boolean closed;

    private StudioUnderTest(Home home, Themes themes, Callable<Path> base) {
        SettingsFile file = new SettingsFile(home.settings());
        context = StudioContext.of(home, file, file.load(), themes, base);
        window = new StudioWindow(context, () -> closed = true);
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

    /** Whether the home is open, so that screens are there. */
    public boolean isHomeOpen() {
        return window.places().isOpen();
    }

    /** Goes to a place. */
    void go(Place place) {
        window.navigator().go(place);
    }

    /** The wallet of the window. */
    public WalletSession wallet() {
        return context.wallet();
    }

    /** The runs of the open home. */
    public RunService runs() {
        return window.places().runs();
    }

    /** Presses the window's own close button. */
    public void pressClose() {
        window.stage().fireEvent(new WindowEvent(window.stage(), WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    /** Closes without asking; what runs is paused. */
    public void close() {
        window.close(Jobs.OnClose.PAUSE);
    }
}
