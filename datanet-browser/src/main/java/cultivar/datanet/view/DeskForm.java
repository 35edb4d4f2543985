package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.StoredRow;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Card;
import cultivar.ui.control.Texts;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What a person says about the row: its tags and the decision, each with its key, above the datanet's guidelines. */
final class DeskForm {
    private static final double WIDTH = 264;

    private final DeskScreen presenter;
    private final DeskModel model;
    private final Words words;
    private final VBox tags = new VBox(6);
    private final VBox guidelines = new VBox();
    private final Label state = Texts.caption("");
    private final VBox root;

    DeskForm(DeskScreen presenter, DeskModel model, Words words) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        TextField reason = new TextField();
        reason.textProperty().bindBidirectional(model.reason());
        reason.setPromptText(words.get("desk.reason.prompt"));
        reason.getStyleClass().add("desk-reason");
        Label why = Texts.caption(words.get("desk.reason"));
        Described.labelled(reason, why);
        VBox decisions = new VBox(
                6,
                button("desk.accept", words.get("desk.key.enter"), presenter::accept, "accent"),
                button("desk.reject", words.get("desk.key.x"), presenter::reject),
                why,
                reason);
        HBox moves = new HBox(
                6,
                button("desk.skip", words.get("desk.key.s"), presenter::skip),
                button("desk.undo", words.get("desk.key.z"), presenter::undo));
        moves.getChildren().forEach(node -> HBox.setHgrow(node, Priority.ALWAYS));
        Label sitting = Texts.caption("");
        sitting.getStyleClass().add("desk-sitting");
        sitting.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.get("desk.sitting", model.decided().get()), model.decided()));
        Card form = Card.titled(words.get("desk.form"), state, tags, decisions, moves, sitting);
        form.compact();
        ScrollPane scroll = new ScrollPane(guidelines);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        Card rules = Card.titled(words.get("desk.guidelines"), scroll);
        rules.compact();
        VBox.setVgrow(rules, Priority.ALWAYS);
        root = new VBox(12, form, rules);
        root.setMinWidth(WIDTH);
        root.setPrefWidth(WIDTH);
        root.setMaxWidth(WIDTH);
        model.datanet().subscribe(this::show);
        model.selected().subscribe(this::mark);
    }

    Node root() {
        return root;
    }

    /** A key as it is printed on buttons. */
    static Label keyCap(String text) {
        Label cap = new Label(text);
        cap.getStyleClass().add("key-cap");
        cap.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
        return cap;
    }

    private Button button(String key, String cap, Runnable action, String... styles) {
        Button button = new Button(words.get(key), keyCap(cap));
        button.setContentDisplay(ContentDisplay.RIGHT);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setFocusTraversable(false);
        button.getStyleClass().addAll(styles);
        button.getStyleClass().add(key.replace('.', '-'));
        Described.describe(button, words.messages(), "datanet." + key);
        button.setOnAction(event -> action.run());
        return button;
    }

    private void show(@Nullable Datanet datanet) {
        tags.getChildren().clear();
        List<String> names = presenter.tags();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            ToggleButton tag = new ToggleButton(name, keyCap(Integer.toString(i + 1)));
            tag.setContentDisplay(ContentDisplay.RIGHT);
            tag.setMaxWidth(Double.MAX_VALUE);
            tag.setAlignment(Pos.CENTER_LEFT);
            tag.setFocusTraversable(false);
            tag.setUserData(name);
            tag.getStyleClass().add("desk-tag");
            Described.describe(tag, words.get("desk.tag", name));
            tag.setOnAction(event -> {
                presenter.toggleTag(name);
                mark(model.selected().get());
            });
            tags.getChildren().add(tag);
        }
        String text = datanet == null ? "" : datanet.card().guidelines();
        guidelines
                .getChildren()
                .setAll(text.isBlank() ? Texts.muted(words.get("desk.guidelines.none")) : new MarkdownView(text));
        mark(model.selected().get());
    }

    private void mark(@Nullable StoredRow row) {
        root.setDisable(row == null && model.undoable().get() == 0);
        for (Node node : tags.getChildren()) {
            if (node instanceof ToggleButton tag) {
                tag.setSelected(row != null && row.contribution().tags().contains(String.valueOf(tag.getUserData())));
            }
        }
        state.setText(
                row == null
                        ? words.get("desk.end")
                        : row.reason().isEmpty()
                                ? words.get("desk.state." + row.state().id())
                                : words.get(
                                        "desk.state.because",
                                        words.get("desk.state." + row.state().id()),
                                        row.reason()));
    }
}
