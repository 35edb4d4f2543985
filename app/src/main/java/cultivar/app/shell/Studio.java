package cultivar.app.shell;

import cultivar.app.home.Home;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the studio's window and stays until it is closed. */
public final class Studio {
    private static final Logger LOG = LoggerFactory.getLogger(Studio.class);

    private Studio() {}

    /** As {@link #launch(Home)}, for a home that is named by its folder. */
    public static void launch(Path home) {
        launch(new Home(home));
    }

    /**
     * Shows the window and waits for its end. Not on the FX thread; once in a process.
     *
     * @param home the studio's home, which exists
     * @throws IllegalStateException if there is no display, with one line that says so
     */
    public static void launch(Home home) {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try {
            Platform.startup(() -> LOG.debug("The toolkit has started"));
        } catch (UnsupportedOperationException | UnsatisfiedLinkError e) {
            throw new IllegalStateException(
                    "No window can be opened: there is no display. Use cultivar demo in the terminal.", e);
        }
        Platform.setImplicitExit(false);
        // Read on this thread while the toolkit starts on its own.
        SettingsFile file = new SettingsFile(home.settings());
        Settings settings = file.load();
        Platform.runLater(() -> {
            Thread.currentThread()
                    .setUncaughtExceptionHandler(
                            (thread, error) -> LOG.error("Unexpected failure in the window", error));
            try {
                new StudioWindow(StudioContext.of(home, file, settings), closed::countDown).show();
            } catch (RuntimeException | Error e) {
                failure.set(e);
                closed.countDown();
            }
        });
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Platform.exit();
        Throwable error = failure.get();
        if (error != null) {
            throw new IllegalStateException("The window could not be opened: " + error, error);
        }
    }
}
