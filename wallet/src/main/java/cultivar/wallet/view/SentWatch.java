package cultivar.wallet.view;

import cultivar.ui.dialog.Notifications;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.task.TaskRunner;
import cultivar.wallet.transaction.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.animation.PauseTransition;
import javafx.util.Duration;

/**
 * Follows what was sent until it is settled, from the moment that the home is open: sends again what a crash or a node
 * lost, and tells what a reorganisation took away. It alone looks, so that what changed is told once. FX thread only.
 */
public final class SentWatch implements AutoCloseable {
    private static final Duration UNSEEN = Duration.seconds(30);
    private static final Duration SEEN = Duration.seconds(5);

    private final TaskRunner tasks;
    private final Callable<List<Change>> resume;
    private final Notifications notifications;
    private final Words words = new Words();
    private final PauseTransition pause = new PauseTransition();
    private final List<Runnable> watchers = new ArrayList<>();
    private String complaint = "";
    private boolean looking;
    private boolean closed;

    /**
     * Begins to look.
     *
     * @param resume goes on with everything that is not settled, and gives what changed; blocks
     */
    public SentWatch(TaskRunner tasks, Callable<List<Change>> resume, Notifications notifications) {
        this.tasks = tasks;
        this.resume = resume;
        this.notifications = notifications;
        pause.setOnFinished(event -> look());
        look();
    }

    /** Looks now, and more often while the scope lasts; the action runs after each look. */
    void watch(Lifecycle scope, Runnable looked) {
        watchers.add(looked);
        scope.onClose(() -> watchers.remove(looked));
        look();
    }

    /** Looks now, unless a look goes on. */
    void look() {
        if (closed || looking) {
            return;
        }
        looking = true;
        pause.stop();
        var _ = tasks.load(words.get("sent.task"), context -> resume.call())
                .onResult(this::tell)
                .onFailure(this::complain)
                .onEnd(this::rest);
    }

    private void tell(List<Change> changes) {
        complaint = "";
        changes.stream()
                .filter(Change::isRemoval)
                .forEach(change -> notifications.warning(
                        words.get("sent.removed", change.after().purpose())));
    }

    /** What stays wrong is said once and not at every look. */
    private void complain(Throwable error) {
        String line = Words.line(error);
        if (!line.equals(complaint)) {
            complaint = line;
            notifications.warning(line);
        }
    }

    private void rest() {
        looking = false;
        List.copyOf(watchers).forEach(Runnable::run);
        if (!closed) {
            pause.setDuration(watchers.isEmpty() ? UNSEEN : SEEN);
            pause.playFromStart();
        }
    }

    @Override
    public void close() {
        closed = true;
        pause.stop();
    }
}
