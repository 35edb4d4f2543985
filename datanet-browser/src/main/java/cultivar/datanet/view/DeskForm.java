package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.StoredRow;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Card;
import cultivar.ui.control.Texts;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What a person says about the row: its tags and the decision, each with its key. */
final class DeskForm {
    private static final double WIDTH = 264;

    /** More tags than this stand in two columns. */
    private static final int FEW = 4;

    private final DeskScreen presenter;
    private final DeskModel model;
    private final Words words;
    private final GridPane tags = new GridPane(6, 6);
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
                button("desk.accept", DeskAction.ACCEPT, presenter::accept, "accent"),
                button("desk.reject", DeskAction.REJECT, presenter::reject),
                why,
                reason);
        HBox moves = new HBox(
                6,
                button("desk.skip", DeskAction.SKIP, presenter::skip),
                button("desk.undo", DeskAction.UNDO, presenter::undo));
        moves.getChildren().forEach(node -> HBox.setHgrow(node, Priority.ALWAYS));
        VBox find = new VBox(button("desk.similar", DeskAction.SIMILAR, presenter::similar));
        Card form = Card.titled(words.get("desk.form"), state, tags, decisions, moves, find);
        form.compact();
        root = new VBox(12, form, new SittingCard(model, words).root());
        root.setMinWidth(WIDTH);
        root.setPrefWidth(WIDTH);
        root.setMaxWidth(WIDTH);
        model.datanet().subscribe(this::show);
        model.selected().subscribe(this::mark);
    }

    Node root() {
        return root;
    }

    /** The key of an action as it is printed on buttons. */
    private Label keyCap(DeskAction action) {
        Label cap = new Label();
        cap.textProperty().bind(model.keys().map(keys -> keys.key(action)));
        cap.getStyleClass().add("key-cap");
        cap.setMinWidth(Region.USE_PREF_SIZE);
        return cap;
    }

    private Button button(String key, DeskAction does, Runnable action, String... styles) {
        Button button = new Button(words.get(key), keyCap(does));
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
        int columns = names.size() > FEW ? 2 : 1;
        tags.getColumnConstraints().clear();
        for (int column = 0; column < columns; column++) {
            ColumnConstraints width = new ColumnConstraints();
            width.setPercentWidth(100.0 / columns);
            tags.getColumnConstraints().add(width);
        }
        for (int i = 0; i < names.size(); i++) {
            tags.add(tag(names.get(i), DeskAction.tag(i)), i % columns, i / columns);
        }
        mark(model.selected().get());
    }

    private ToggleButton tag(String name, DeskAction action) {
        ToggleButton tag = new ToggleButton(name, keyCap(action));
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
        return tag;
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
