package cultivar.app.chat;

import cultivar.runtime.generate.Sampling;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What the chat shows. */
final class ChatModel {
    static final int MOST_TOKENS = 512;
    private static final long SEED = 42;

    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final ObservableList<ChatAdapter> adapters = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable ChatAdapter> adapter = new SimpleObjectProperty<>(this, "adapter");
    private final StringProperty baseName = new SimpleStringProperty(this, "baseName", "");
    private final ObservableList<Turn> turns = FXCollections.observableArrayList();
    private final BooleanProperty busy = new SimpleBooleanProperty(this, "busy");
    private final BooleanProperty greedy = new SimpleBooleanProperty(this, "greedy", true);
    private final DoubleProperty temperature = new SimpleDoubleProperty(this, "temperature", 0.7);
    private final IntegerProperty maxTokens = new SimpleIntegerProperty(this, "maxTokens", 96);
    private final BooleanProperty remembering = new SimpleBooleanProperty(this, "remembering", false);

    ObjectProperty<ScreenState> state() {
        return state;
    }

    ObjectProperty<@Nullable Failure> failure() {
        return failure;
    }

    ObservableList<ChatAdapter> adapters() {
        return adapters;
    }

    /** The adapter that answers at the right. */
    ObjectProperty<@Nullable ChatAdapter> adapter() {
        return adapter;
    }

    StringProperty baseName() {
        return baseName;
    }

    ObservableList<Turn> turns() {
        return turns;
    }

    BooleanProperty busy() {
        return busy;
    }

    BooleanProperty greedy() {
        return greedy;
    }

    DoubleProperty temperature() {
        return temperature;
    }

    IntegerProperty maxTokens() {
        return maxTokens;
    }

    /** Whether a question is asked with the turns before it. */
    BooleanProperty remembering() {
        return remembering;
    }

    /** The same for both sides. */
    Sampling sampling() {
        return greedy.get() ? Sampling.greedy() : new Sampling(temperature.get(), 0, 1, SEED);
    }
}
