package cultivar.app.chat;

import cultivar.ui.a11y.Described;
import cultivar.ui.a11y.Shortcuts;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Composer;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.screen.StatePane;
import cultivar.ui.text.Messages;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The chat's nodes: past chats at the side, a head for each column, the turns below, one composer. */
final class ChatView {
    private static final int EXAMPLES = 4;

    private final ChatScreen presenter;
    private final ChatModel model;
    private final Messages messages;
    private final Page page;
    private final FlowPane examples = new FlowPane(8, 8);
    private final Composer composer;
    private final SystemField system;
    private final PastPane past;

    ChatView(ChatScreen presenter, ChatModel model, Messages messages) {
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
        composer = new Composer(
                question -> presenter.talk().send(question),
                () -> presenter.talk().stop());
        composer.promptProperty()
                .bind(Bindings.when(Bindings.size(model.columns()).greaterThan(1))
                        .then(messages.get("chat.composer"))
                        .otherwise(messages.get("chat.composer.one")));
        composer.busyProperty().bind(model.busy());
        // Whatever asked is disabled or gone now, and the keyboard would be lost with it.
        model.busy().subscribe(busy -> {
            if (busy) {
                compose();
            }
        });
        system = new SystemField(model, messages);
        past = new PastPane(presenter.past(), model, messages, this::compose);
        StatePane states =
                new StatePane(content()).loading(messages.get("chat.starting")).onRetry(presenter::retry);
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        page = new Page("", "")
                .actions(new ChatActions(presenter, model, messages).nodes())
                .body(states);
        page.getStyleClass().add("chat-page");
        page.title()
                .textProperty()
                .bind(Bindings.when(model.title().isEmpty())
                        .then(messages.get("chat.title"))
                        .otherwise(model.title()));
        page.title().setWrapText(false);
        page.getStylesheets()
                .add(Objects.requireNonNull(ChatView.class.getResource("chat.css"))
                        .toExternalForm());
        model.adapters().subscribe(this::showExamples);
        model.columns().subscribe(this::showExamples);
        showExamples();
        keys();
    }

    Node root() {
        return page;
    }

    private void keys() {
        // Lasts as long as the page, which is never taken apart.
        var _ = Shortcuts.on(page, new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN), presenter::begin);
        var _ = Shortcuts.on(page, new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN), () -> {
            model.pastShown().set(true);
            past.search();
        });
        page.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && model.busy().get()) {
                event.consume();
                presenter.talk().stop();
            }
        });
    }

    /** Puts the cursor into the composer. */
    void compose() {
        composer.requestFocus();
    }

    private Node content() {
        TurnsPane turns = new TurnsPane(presenter, model, messages);
        StackPane middle = new StackPane(turns, invitation());
        VBox.setVgrow(middle, Priority.ALWAYS);
        examples.managedProperty().bind(examples.visibleProperty());
        examples.visibleProperty()
                .bind(Bindings.isEmpty(model.conversation().path()).and(Bindings.isNotEmpty(examples.getChildren())));
        VBox foot = new VBox(8, examples, system.area(), composer, note());
        foot.getStyleClass().add("chat-foot");
        foot.visibleProperty().bind(Bindings.isNotEmpty(model.columns()));
        VBox talk = new VBox(new HeadsPane(presenter, model, messages), middle, foot);
        talk.setMinWidth(0);
        HBox.setHgrow(talk, Priority.ALWAYS);
        HBox all = new HBox(past, talk);
        past.visibleProperty().bind(model.pastShown());
        past.managedProperty().bind(model.pastShown());
        return all;
    }

    private Node note() {
        Label note = Texts.caption("");
        note.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> messages.get(noteKey()), model.blind(), model.remembering(), model.columns()));
        note.setWrapText(false);
        note.setMinWidth(0);
        HBox.setHgrow(note, Priority.ALWAYS);
        HBox line = new HBox(10, system.button(), note);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private String noteKey() {
        boolean alone = model.columns().size() == 1;
        if (model.blind().get() && !alone) {
            return "chat.note.blind";
        }
        return (model.remembering().get() ? "chat.note.remembering" : "chat.note.afresh") + (alone ? ".one" : "");
    }

    private Node invitation() {
        StackPane icon = new StackPane(new FontIcon(Feather.COLUMNS));
        icon.getStyleClass().add("state-icon");
        Label title = Texts.heading("");
        title.textProperty()
                .bind(Bindings.when(Bindings.isEmpty(model.adapters()))
                        .then(messages.get("chat.invite.none.title"))
                        .otherwise(messages.get("chat.invite.title")));
        Label text = Texts.muted("");
        text.textProperty()
                .bind(Bindings.when(Bindings.isEmpty(model.adapters()))
                        .then(messages.get("chat.invite.none"))
                        .otherwise(messages.get("chat.invite.text")));
        text.setMaxWidth(440);
        text.setAlignment(Pos.CENTER);
        text.setTextAlignment(TextAlignment.CENTER);
        Button build = Buttons.primary(
                messages.get("chat.empty.action"),
                Feather.SLIDERS,
                () -> presenter.services().ways().build().run());
        build.visibleProperty().bind(Bindings.isEmpty(model.adapters()));
        build.managedProperty().bind(build.visibleProperty());
        VBox box = new VBox(icon, title, text, build);
        box.getStyleClass().add("state-page");
        box.setAlignment(Pos.CENTER);
        box.setPickOnBounds(false);
        box.visibleProperty().bind(Bindings.isEmpty(model.conversation().path()));
        return box;
    }

    /** Questions of the adapters that answer, until somebody has asked one. */
    private void showExamples() {
        List<String> questions = model.columns().stream()
                .flatMap(column -> model.adapters().stream()
                        .filter(adapter ->
                                adapter.folder().equals(column.who().get().adapter())))
                .flatMap(adapter -> adapter.examples().stream())
                .distinct()
                .limit(EXAMPLES)
                .toList();
        examples.getChildren().setAll(questions.stream().map(this::example).toList());
    }

    private Button example(String question) {
        Button button = new Button(question);
        button.getStyleClass().add("chat-example");
        button.setMaxWidth(420);
        button.setOnAction(event -> presenter.talk().send(question));
        button.disableProperty().bind(model.busy());
        Described.describe(button, messages.get("chat.example", question));
        return button;
    }
}
