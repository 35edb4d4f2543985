package cultivar.app.shell;

import cultivar.ui.dialog.Notifications;
import cultivar.ui.task.TaskRunner;
import cultivar.wallet.transaction.Change;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.util.Duration;

/**
 * Follows what was sent until it is settled, from the moment that the home is open: sends again what a crash or a node
 * lost, and tells what a reorganisation took away. FX thread only.
 */
final class SentWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.seconds(30);

    private final TaskRunner tasks;
    private final HomeServices services;
    private final Notifications notifications;
    private final Words words;
    private final PauseTransition pause = new PauseTransition(PAUSE);
    private boolean closed;

    SentWatch(TaskRunner tasks, HomeServices services, Notifications notifications, Words words) {
        this.tasks = tasks;
        this.services = services;
        this.notifications = notifications;
        this.words = words;
        pause.setOnFinished(event -> look());
        look();
    }

    private void look() {
        var _ = tasks.load(words.get("sent.task"), task -> services.resume())
                .onResult(this::tell)
                .onFailure(error -> notifications.warning(Words.line(error)))
                .onEnd(this::rest);
    }

    private void tell(List<Change> changes) {
        changes.stream()
                .filter(Change::isRemoval)
                .forEach(change -> notifications.warning(
                        words.get("sent.removed", change.after().purpose())));
    }

    private void rest() {
        if (!closed) {
            pause.playFromStart();
        }
    }

    @Override
    public void close() {
        closed = true;
        pause.stop();
    }
}
