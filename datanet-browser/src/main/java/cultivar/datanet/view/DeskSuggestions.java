package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.ReviewState;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.suggest.Suggester;
import cultivar.datanet.suggest.Suggestion;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskBody;
import cultivar.ui.task.TaskRunner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The tags that are suggested for the row that is looked at. They come a moment after the row; what comes after somebody
 * went on, or began to tag the row by hand, is dropped. FX thread only.
 */
final class DeskSuggestions {
    /** Rows that are left sooner are not asked about: answers that nobody waits for keep others waiting. */
    private static final Duration REST = Duration.millis(100);

    private final TaskRunner tasks;
    private final Suggester suggester;
    private final String title;
    private final Consumer<Throwable> failed;
    private final ObjectProperty<Map<String, Suggestion>> shown = new SimpleObjectProperty<>(this, "shown", Map.of());
    private final PauseTransition resting = new PauseTransition(REST);
    private @Nullable Task<List<Suggestion>> asking;
    private long row;
    private DeskTagger.@Nullable Tried model;
    private boolean wanted = true;
    private boolean paused;

    /**
     * Suggests nothing yet.
     *
     * @param title what looking for suggestions is called, for people
     * @param failed is told why the model could not be asked
     */
    DeskSuggestions(TaskRunner tasks, DatanetStore store, String title, Consumer<Throwable> failed) {
        this.failed = failed;
        this.tasks = tasks;
        this.suggester = new Suggester(store);
        this.title = title;
    }

    /** By tag. */
    ObjectProperty<Map<String, Suggestion>> shown() {
        return shown;
    }

    /** Suggests nothing from now on, or suggests again. */
    void want(boolean suggest) {
        wanted = suggest;
        row = 0;
        stop();
    }

    /** Asks a model, too, from now on, or no model any more. */
    void ask(DeskTagger.@Nullable Tried tried) {
        model = tried;
        row = 0;
        stop();
    }

    /** Asks again about rows that come. */
    void resume() {
        paused = false;
    }

    /** Gives up what is on its way, and asks about nothing until it is resumed. */
    void pause() {
        paused = true;
        row = 0;
        stop();
    }

    /** Asks about a row, if it is another one than before and nobody has decided about it; only its tags count. */
    void follow(@Nullable Datanet datanet, @Nullable StoredRow now, List<String> tags) {
        if (now != null && now.id() == row) {
            return;
        }
        stop();
        row = now == null ? 0 : now.id();
        if (paused
                || !wanted
                || datanet == null
                || now == null
                || now.state() != ReviewState.PENDING
                || tags.isEmpty()) {
            return;
        }
        resting.setOnFinished(event -> ask(datanet, now, tags));
        resting.playFromStart();
    }

    private void ask(Datanet datanet, StoredRow now, List<String> tags) {
        var _ = ask(context -> suggester.suggest(datanet, now)).onResult(found -> {
            show(found, tags);
            askModel(now, tags);
        });
    }

    /** A model takes longer than rows and rules, so that these are shown before. */
    private void askModel(StoredRow now, List<String> tags) {
        DeskTagger.Tried tried = model;
        if (tried != null) {
            var _ = ask(context -> tried.tags().suggest(now, tried.trial()))
                    .onResult(found -> show(found, tags))
                    .onFailure(failed);
        }
    }

    private Task<List<Suggestion>> ask(TaskBody<List<Suggestion>> question) {
        Task<List<Suggestion>> task = tasks.load(title, question);
        asking = task;
        return task.onEnd(() -> {
            if (task.equals(asking)) {
                asking = null;
            }
        });
    }

    /** Adds to what is shown; of two suggestions of a tag the surer one stays. */
    private void show(List<Suggestion> found, List<String> tags) {
        Map<String, Suggestion> byTag = new LinkedHashMap<>(shown.get());
        found.stream()
                .filter(suggestion -> tags.contains(suggestion.tag()))
                .forEach(suggestion -> byTag.merge(
                        suggestion.tag(), suggestion, (one, other) -> one.score() >= other.score() ? one : other));
        shown.set(byTag);
    }

    /** Takes a suggestion away; whether there was one. */
    boolean drop(String tag) {
        if (!shown.get().containsKey(tag)) {
            return false;
        }
        Map<String, Suggestion> rest = new LinkedHashMap<>(shown.get());
        rest.remove(tag);
        shown.set(rest);
        return true;
    }

    /** Gives up what is on its way: a key pressed now must mean what it meant when it was pressed. */
    void stopAsking() {
        resting.stop();
        if (asking != null) {
            asking.cancel();
            asking = null;
        }
    }

    private void stop() {
        stopAsking();
        shown.set(Map.of());
    }
}
