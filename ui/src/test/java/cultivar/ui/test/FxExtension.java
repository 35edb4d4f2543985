package cultivar.ui.test;

import cultivar.ui.theme.Themes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts the toolkit once and fails tests on CSS warnings and on what is thrown on the FX thread. */
public final class FxExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final long PATIENCE_SECONDS = 60;
    // Held strongly: the JDK forgets a logger, and the handler with it, that nobody holds.
    private static final Logger CSS_LOG = Logger.getLogger("javafx.css");
    private static final List<String> COMPLAINTS = new ArrayList<>();
    private static @Nullable Themes themes;

    @Override
    public void beforeAll(ExtensionContext context) {
        synchronized (FxExtension.class) {
            if (themes != null) {
                return;
            }
            CSS_LOG.addHandler(new Listener());
            CountDownLatch started = new CountDownLatch(1);
            Platform.startup(started::countDown);
            Platform.setImplicitExit(false);
            try {
                if (!started.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("The toolkit did not start");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            themes = call(() -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {
                    e.printStackTrace();
                    complain("Thrown on the FX thread: " + e);
                });
                return new Themes();
            });
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        synchronized (COMPLAINTS) {
            COMPLAINTS.clear();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> heard;
        synchronized (COMPLAINTS) {
            heard = List.copyOf(COMPLAINTS);
            COMPLAINTS.clear();
        }
        if (!heard.isEmpty()) {
            throw new AssertionError(String.join("\n", heard));
        }
    }

    static Themes themes() {
        Themes started = themes;
        if (started == null) {
            throw new IllegalStateException("The toolkit is not started: register FxExtension.");
        }
        return started;
    }

    static <T> T call(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        if (Platform.isFxApplicationThread()) {
            task.run();
        } else {
            Platform.runLater(task);
        }
        try {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException thrown -> throw thrown;
                case Error thrown -> throw thrown;
                case null, default -> throw new AssertionError("Thrown on the FX thread", e.getCause());
            }
        } catch (TimeoutException e) {
            throw new AssertionError("The FX thread does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * Moves a whole window's content to another scene. JavaFX resolves colours of some nodes there before their root
     * has its own and complains; that is about the move, which no studio makes, and not about the screen.
     */
    static void moving(Runnable move) {
        synchronized (COMPLAINTS) {
            int before = COMPLAINTS.size();
            move.run();
            COMPLAINTS.subList(before, COMPLAINTS.size()).removeIf(complaint -> complaint.startsWith("CSS: "));
        }
    }

    private static void complain(String what) {
        synchronized (COMPLAINTS) {
            COMPLAINTS.add(what);
        }
    }

    private static final class Listener extends Handler {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                complain("CSS: " + record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
