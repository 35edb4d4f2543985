package cultivar.datanet.view;

import cultivar.datanet.ReviewState;
import cultivar.datanet.review.ReviewLedger;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskRunner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Who decided what, read again a moment after something changed; the latest reading counts. FX thread only. */
final class DeskReviews {
    private final TaskRunner tasks;
    private final String title;
    private final Supplier<ReviewLedger> read;
    private final Words words;
    private final ObjectProperty<@Nullable ReviewLedger> ledger = new SimpleObjectProperty<>(this, "ledger");
    private final StringProperty revealed = new SimpleStringProperty(this, "revealed", "");
    private final PauseTransition soon = new PauseTransition(Duration.millis(300));
    private @Nullable Task<ReviewLedger> reading;
    private boolean paused = true;

    /** @param read reads the history, off the FX thread */
    DeskReviews(TaskRunner tasks, Words words, Supplier<ReviewLedger> read) {
        this.tasks = tasks;
        this.words = words;
        this.title = words.get("desk.reviews.reading");
        this.read = read;
        soon.setOnFinished(event -> refresh());
    }

    /** Null until it has been read. */
    ReadOnlyObjectProperty<@Nullable ReviewLedger> ledger() {
        return ledger;
    }

    /** What the others had said of the row that was decided last; empty where nobody had. */
    StringProperty revealed() {
        return revealed;
    }

    /** Reads from now on, when it is asked to. */
    void resume() {
        paused = false;
    }

    /** Gives up what is being read, and reads nothing until it is resumed. */
    void pause() {
        paused = true;
        stop();
    }

    void refreshSoon() {
        if (!paused) {
            soon.playFromStart();
        }
    }

    void refresh() {
        stop();
        if (paused) {
            return;
        }
        // Where it fails, the screen says so elsewhere: the queue is read from the same file.
        reading = tasks.load(title, context -> read.get()).onResult(ledger::set);
    }

    private void stop() {
        soon.stop();
        if (reading != null) {
            reading.cancel();
            reading = null;
        }
    }

    /** Tells what the others said of a row, now that this reviewer has said it too. */
    void reveal(long row, String reviewer, ReviewState now) {
        ReviewLedger known = ledger.get();
        Map<String, ReviewState> said = new LinkedHashMap<>(known == null ? Map.of() : known.said(row));
        said.remove(reviewer);
        if (said.isEmpty()) {
            revealed.set("");
            return;
        }
        boolean same = said.values().stream().allMatch(state -> state == now);
        revealed.set(words.get(same ? "desk.revealed.same" : "desk.revealed.other", row, who(said)));
    }

    /** Who said what, in a line. */
    String who(Map<String, ReviewState> said) {
        StringBuilder line = new StringBuilder();
        said.forEach((name, state) ->
                line.append(line.isEmpty() ? "" : ", ").append(words.get("desk.said." + state.id(), name)));
        return line.toString();
    }
}
