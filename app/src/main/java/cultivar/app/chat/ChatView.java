package cultivar.app.chat;

import atlantafx.base.controls.Popover;
import cultivar.app.layout.Columns;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Composer;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.screen.StatePane;
import cultivar.ui.text.Messages;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The chat's nodes: two headed columns, the turns below, one composer. */
final class ChatView {
    private static final int EXAMPLES = 4;
    private static final double MARGIN = 20;

    private final ChatScreen presenter;
    private final ChatModel model;
    private final Messages messages;
    private final Page page;
    private final VBox turns = new VBox();
    private final ScrollPane scroll = new ScrollPane();
    private final FlowPane examples = new FlowPane(8, 8);
    private final Composer composer;

    ChatView(ChatScreen presenter, ChatModel model, Messages messages) {
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
        composer = new Composer(presenter::send, presenter::stop);
        composer.promptProperty().set(messages.get("chat.composer"));
        composer.busyProperty().bind(model.busy());
        StatePane states = new StatePane(content())
                .loading(messages.get("chat.starting"))
                .empty(
                        Feather.MESSAGE_CIRCLE,
                        messages.get("chat.empty.title"),
                        messages.get("chat.empty.text"),
                        Buttons.primary(messages.get("chat.empty.action"), Feather.SLIDERS, presenter::build))
                .onRetry(presenter::retry);
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        page = new Page(messages.get("chat.title"), messages.get("chat.subtitle"))
                .actions(settings(), clear())
                .body(states);
        page.getStylesheets()
                .add(Objects.requireNonNull(ChatView.class.getResource("chat.css"))
                        .toExternalForm());
        model.turns().addListener((ListChangeListener<Turn>) change -> showTurns());
        model.adapter().subscribe(adapter -> showExamples(adapter == null ? List.of() : adapter.examples()));
        showTurns();
    }

    Node root() {
        return page;
    }

    private Button clear() {
        Button clear = Buttons.secondary(messages.get("chat.clear"), Feather.TRASH_2, presenter::clear);
        clear.disableProperty().bind(Bindings.isEmpty(model.turns()));
        return clear;
    }

    private Button settings() {
        Button button = Buttons.secondary("", Feather.SLIDERS, () -> {});
        button.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.greedy().get()
                                ? messages.get("chat.settings.greedy")
                                : messages.get(
                                        "chat.settings.drawn",
                                        model.temperature().get()),
                        model.greedy(),
                        model.temperature()));
        Described.describe(button, messages.get("chat.settings"), messages.get("chat.settings.help"), null);
        button.setId("chat-settings");
        button.setOnAction(event -> {
            Popover popover = new Popover(new SamplingPane(model, messages));
            popover.setDetachable(false);
            popover.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
            popover.show(button);
        });
        return button;
    }

    private Node content() {
        Label base = new Label();
        base.getStyleClass().add("strong");
        base.textProperty().bind(model.baseName());
        HBox left = head(base, new Badge(messages.get("chat.base"), Tone.NEUTRAL), messages.get("chat.base.text"));
        ComboBox<ChatAdapter> choice = new ComboBox<>(model.adapters());
        choice.setAccessibleText(messages.get("chat.adapter.choose"));
        choice.valueProperty().bindBidirectional(model.adapter());
        choice.disableProperty().bind(model.busy());
        choice.setMaxWidth(260);
        HBox right =
                head(choice, new Badge(messages.get("chat.adapter"), Tone.ACCENT), messages.get("chat.adapter.text"));
        GridPane heads = Columns.of(left, right);
        heads.getStyleClass().add("chat-heads");

        turns.getStyleClass().add("chat-turns");
        scroll.setContent(turns);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "page-scroll");
        StackPane middle = new StackPane(scroll, invitation());
        VBox.setVgrow(middle, Priority.ALWAYS);

        Label note = Texts.caption("");
        note.textProperty()
                .bind(Bindings.when(model.remembering())
                        .then(messages.get("chat.note.remembering"))
                        .otherwise(messages.get("chat.note.afresh")));
        VBox foot = new VBox(10, examples, composer, note);
        foot.getStyleClass().add("chat-foot");
        return new VBox(heads, middle, foot);
    }

    private Node invitation() {
        StackPane icon = new StackPane(new FontIcon(Feather.COLUMNS));
        icon.getStyleClass().add("state-icon");
        Label title = Texts.heading(messages.get("chat.invite.title"));
        Label text = Texts.muted(messages.get("chat.invite.text"));
        text.setMaxWidth(440);
        text.setAlignment(Pos.CENTER);
        text.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
        VBox box = new VBox(icon, title, text);
        box.getStyleClass().add("state-page");
        box.setAlignment(Pos.CENTER);
        box.setMouseTransparent(true);
        box.visibleProperty().bind(Bindings.isEmpty(model.turns()));
        return box;
    }

    private static HBox head(Node name, Badge kind, String sentence) {
        Label text = Texts.caption(sentence);
        text.setWrapText(false);
        HBox line = new HBox(8, name, kind);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinHeight(34);
        VBox box = new VBox(2, line, text);
        HBox head = new HBox(box);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private void showTurns() {
        while (turns.getChildren().size() > model.turns().size()) {
            turns.getChildren().removeLast();
        }
        if (model.turns().isEmpty()) {
            turns.getChildren().clear();
            return;
        }
        for (int i = turns.getChildren().size(); i < model.turns().size(); i++) {
            turns.getChildren().add(turn(model.turns().get(i)));
        }
        follow();
    }

    /** Shows the end, or the question of a turn that is taller than the view. */
    private void follow() {
        scroll.applyCss();
        scroll.layout();
        double view = scroll.getViewportBounds().getHeight();
        double hidden = turns.getHeight() - view;
        if (hidden <= 0 || turns.getChildren().isEmpty()) {
            scroll.setVvalue(0);
            return;
        }
        double top = turns.getChildren().getLast().getBoundsInParent().getMinY() - MARGIN;
        scroll.setVvalue(Math.min(1, top / hidden));
    }

    private Node turn(Turn turn) {
        Label question = Texts.body(turn.question());
        question.getStyleClass().add("chat-question");
        HBox asked = new HBox(question);
        asked.setAlignment(Pos.CENTER);
        AnswerCard base = new AnswerCard(turn.base(), messages, false);
        AnswerCard adapter = new AnswerCard(turn.adapter(), messages, true);
        VBox both = new VBox(12, asked, Columns.of(base, adapter));
        both.heightProperty().subscribe(height -> follow());
        return both;
    }

    private void showExamples(List<String> questions) {
        examples.getChildren()
                .setAll(questions.stream().limit(EXAMPLES).map(this::example).toList());
        examples.setManaged(!questions.isEmpty());
        examples.setVisible(!questions.isEmpty());
    }

    private Button example(String question) {
        Button button = new Button(question);
        button.getStyleClass().addAll("chat-example");
        button.setMaxWidth(420);
        button.setOnAction(event -> presenter.send(question));
        button.disableProperty().bind(model.busy());
        Described.describe(button, messages.get("chat.example", question));
        return button;
    }
}
