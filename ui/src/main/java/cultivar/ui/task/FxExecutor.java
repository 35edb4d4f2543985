package cultivar.ui.task;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/**
 * Runs things on the FX thread: at once when called there, else as soon as it is free. What a command throws reaches
 * the FX thread's uncaught exception handler instead of its caller's.
 */
public final class FxExecutor implements Executor {
    @Override
    public void execute(Runnable command) {
        if (!Platform.isFxApplicationThread()) {
            Platform.runLater(command);
            return;
        }
        try {
            command.run();
        } catch (RuntimeException | Error e) { // a handler's mistake must not break the loop that calls handlers
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
