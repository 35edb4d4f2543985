package cultivar.ui.test;

import cultivar.ui.theme.Themes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.application.Platform;
import javafx.css.CssParser;
import javafx.css.Stylesheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts the toolkit once and fails tests on CSS warnings and on what is thrown on the FX thread. JavaFX now and then
 * resolves the colours of a node before its root has its own, and warns of them by name; the next pulse does it right. So
 * only a name that the stylesheet does not give is a fault of ours.
 */
public final class FxExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final long PATIENCE_SECONDS = 60;
    // Held strongly: the JDK forgets a logger, and the handler with it, that nobody holds.
    private static final Logger CSS_LOG = Logger.getLogger("javafx.css");
    private static final List<String> COMPLAINTS = new ArrayList<>();
    private static final Pattern UNRESOLVED = Pattern.compile("Could not resolve '([^']+)' while resolving lookups.*");
    private static final Set<String> NAMED = new HashSet<>();
    private static @Nullable Themes themes;

    @Override
    public void beforeAll(ExtensionContext context) {
        synchronized (FxExtension.class) {
            if (themes != null) {
                return;
            }
            nameColours();
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

    private static void nameColours() {
        try {
            Stylesheet sheet =
                    new CssParser().parse(URI.create(Themes.stylesheet(false)).toURL());
            sheet.getRules().stream()
                    .flatMap(rule -> rule.getDeclarations().stream())
                    .forEach(declaration -> NAMED.add(declaration.getProperty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
            if (record.getLevel().intValue() >= Level.WARNING.intValue() && !named(record.getMessage())) {
                complain("CSS: " + record.getMessage());
            }
        }

        private static boolean named(String message) {
            Matcher unresolved = UNRESOLVED.matcher(message);
            return unresolved.matches() && NAMED.contains(unresolved.group(1));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
