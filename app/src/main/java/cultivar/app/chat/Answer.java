package cultivar.app.chat;

import cultivar.runtime.generate.Generation;
import cultivar.ui.task.FxExecutor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** One model's answer while it comes and afterwards. Properties change on the FX thread. */
final class Answer {
    /** Where the answer stands. */
    sealed interface State {
        /** No character has come yet. */
        record Waiting() implements State {}

        record Streaming() implements State {}

        record Done(Generation generation) implements State {}

        record Failed(String reason) implements State {}
    }

    private final String who;
    private final FxExecutor ui = new FxExecutor();
    private final AtomicReference<@Nullable String> pending = new AtomicReference<>();
    private final StringBuilder soFar = new StringBuilder();
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper(this, "text", "");
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", new State.Waiting());

    /** An answer that has not begun. */
    Answer(String who) {
        this.who = who;
    }

    /** The name of the model that answers. */
    String who() {
        return who;
    }

    ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** More characters, from the one thread that generates; the window sees the latest state once a pulse at most. */
    void append(String more) {
        soFar.append(more);
        if (pending.getAndSet(soFar.toString()) == null) {
            ui.execute(this::flush);
        }
    }

    private void flush() {
        String latest = pending.getAndSet(null);
        if (latest != null && !ended()) {
            text.set(latest);
            if (!latest.isEmpty()) {
                state.set(new State.Streaming());
            }
        }
    }

    /** FX thread only. */
    void done(Generation generation) {
        text.set(generation.text().strip());
        state.set(new State.Done(generation));
    }

    /** FX thread only. */
    void failed(String reason) {
        state.set(new State.Failed(reason));
    }

    boolean ended() {
        return state.get() instanceof State.Done || state.get() instanceof State.Failed;
    }

    /** Whether the text reads as JSON, which is shown in monospace. */
    static boolean isJson(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }
}
