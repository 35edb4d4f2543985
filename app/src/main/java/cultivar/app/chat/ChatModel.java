package cultivar.app.chat;

import cultivar.app.chat.ask.Draw;
import cultivar.app.chat.ask.Who;
import cultivar.app.chat.store.ChatSummary;
import cultivar.app.chat.store.Preset;
import cultivar.ui.screen.Failure;
import cultivar.ui.screen.ScreenState;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What the chat shows. */
final class ChatModel {
    static final int MOST_COLUMNS = 3;
    static final int MOST_TOKENS = 8192;

    private final ObjectProperty<ScreenState> state = new SimpleObjectProperty<>(this, "state", ScreenState.LOADING);
    private final ObjectProperty<@Nullable Failure> failure = new SimpleObjectProperty<>(this, "failure");
    private final ObservableList<ChatAdapter> adapters = FXCollections.observableArrayList();
    private final ObservableList<ChatAdapter> others = FXCollections.observableArrayList();
    private final ObservableList<String> otherBases = FXCollections.observableArrayList();
    private final StringProperty baseName = new SimpleStringProperty(this, "baseName", "");
    private final ObservableList<Column> columns = FXCollections.observableArrayList();
    private final Conversation conversation = new Conversation();
    private final BooleanProperty busy = new SimpleBooleanProperty(this, "busy");
    private final ObjectProperty<Draw> draw = new SimpleObjectProperty<>(this, "draw", Draw.EXACT);
    private final ObservableList<Preset> presets = FXCollections.observableArrayList();
    private final BooleanProperty remembering = new SimpleBooleanProperty(this, "remembering", true);
    private final BooleanProperty blind = new SimpleBooleanProperty(this, "blind");
    private final BooleanProperty locked = new SimpleBooleanProperty(this, "locked", true);
    private final StringProperty title = new SimpleStringProperty(this, "title", "");
    private final StringProperty system = new SimpleStringProperty(this, "system", "");
    private final ObjectProperty<@Nullable String> chat = new SimpleObjectProperty<>(this, "chat");
    private final ObservableList<ChatSummary> past = FXCollections.observableArrayList();
    private final StringProperty search = new SimpleStringProperty(this, "search", "");
    private final BooleanProperty pastShown = new SimpleBooleanProperty(this, "pastShown");

    ObjectProperty<ScreenState> state() {
        return state;
    }

    ObjectProperty<@Nullable Failure> failure() {
        return failure;
    }

    /** Those that can answer. */
    ObservableList<ChatAdapter> adapters() {
        return adapters;
    }

    /** Whether somebody answers at the strength of the training alone. */
    boolean fixed(Who who) {
        return adapters.stream().anyMatch(each -> each.fixed() && each.folder().equals(who.adapter()));
    }

    /** Adapters of other bases, which answer once theirs does. */
    ObservableList<ChatAdapter> others() {
        return others;
    }

    /** The names of base models that could answer in the place of the one that does. */
    ObservableList<String> otherBases() {
        return otherBases;
    }

    StringProperty baseName() {
        return baseName;
    }

    /** Who answers, from the left; one to {@link #MOST_COLUMNS}. */
    ObservableList<Column> columns() {
        return columns;
    }

    Conversation conversation() {
        return conversation;
    }

    BooleanProperty busy() {
        return busy;
    }

    /** Whether answers are coming of whom nobody is to know who gives them. */
    boolean hidden() {
        return busy.get()
                && conversation
                        .leaf()
                        .filter(turn -> !turn.revealedProperty().get())
                        .isPresent();
    }

    /** The same for all columns. */
    ObjectProperty<Draw> draw() {
        return draw;
    }

    /** The ones that somebody saved. */
    ObservableList<Preset> presets() {
        return presets;
    }

    /** Whether a question is asked with the turns before it. */
    BooleanProperty remembering() {
        return remembering;
    }

    /** Whether the next question's answers are shown without names until a vote. */
    BooleanProperty blind() {
        return blind;
    }

    /** Whether the columns scroll as one. */
    BooleanProperty locked() {
        return locked;
    }

    /** Of the chat; empty while it is new. */
    StringProperty title() {
        return title;
    }

    /** Instructions above the conversation; may be empty. */
    StringProperty system() {
        return system;
    }

    /** The id of the chat that is shown; null while it is new. */
    ObjectProperty<@Nullable String> chat() {
        return chat;
    }

    /** The chats to go back to, which the search leaves. */
    ObservableList<ChatSummary> past() {
        return past;
    }

    StringProperty search() {
        return search;
    }

    BooleanProperty pastShown() {
        return pastShown;
    }
}
