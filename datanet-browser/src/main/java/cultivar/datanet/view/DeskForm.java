package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.review.ReviewLedger;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Card;
import cultivar.ui.control.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
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

    /** What the scroll bar takes beside the cards, where there is one. */
    private static final double BAR = 12;

    /** A model's long name is cut; the menu's tooltip says it. */
    private static final double MODELS = 150;

    /** More tags than this stand in two columns. */
    private static final int FEW = 4;

    private final DeskScreen presenter;
    private final DeskModel model;
    private final Words words;
    private final GridPane tags = new GridPane(6, 6);
    private final Label state = Texts.caption("");
    private final VBox cards;
    private final ScrollPane root;
    private final List<Node> forOneRow;

    DeskForm(DeskScreen presenter, DeskModel model, Words words) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        TextField reason = new TextField();
        reason.textProperty().bindBidirectional(model.reason());
        reason.setPromptText(words.get("desk.reason"));
        reason.getStyleClass().add("desk-reason");
        Described.describe(reason, words.get("desk.reason"));
        HBox verdicts = new HBox(
                6,
                button("desk.accept", DeskAction.ACCEPT, presenter.steps()::accept, "accent"),
                button("desk.reject", DeskAction.REJECT, presenter.steps()::reject));
        verdicts.getChildren().forEach(node -> HBox.setHgrow(node, Priority.ALWAYS));
        VBox decisions = new VBox(6, verdicts, reason);
        Button skip = button("desk.skip", DeskAction.SKIP, presenter.steps()::skip);
        HBox moves = new HBox(6, skip, button("desk.undo", DeskAction.UNDO, presenter.steps()::undo));
        moves.getChildren().forEach(node -> HBox.setHgrow(node, Priority.ALWAYS));
        VBox find = new VBox(button("desk.similar", DeskAction.SIMILAR, presenter::similar));
        CheckBox suggest = new CheckBox(words.get("desk.suggest"));
        suggest.setFocusTraversable(false);
        suggest.getStyleClass().add("desk-suggest");
        model.suggesting().subscribe(suggest::setSelected);
        suggest.setOnAction(event -> presenter.suggest(suggest.isSelected()));
        Described.describe(suggest, words.messages(), "datanet.desk.suggest");
        MenuButton models = models();
        models.setMaxWidth(MODELS);
        suggest.setMinWidth(Region.USE_PREF_SIZE);
        suggest.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(suggest, Priority.ALWAYS);
        HBox suggesting = new HBox(6, suggest, models);
        suggesting.setAlignment(Pos.CENTER_LEFT);
        forOneRow = List.of(tags, decisions, skip, find);
        Card form = Card.titled(words.get("desk.form"), state, tags, suggesting, decisions, moves, find);
        form.compact();
        cards = new VBox(12, form, new SittingCard(model, words).root());
        root = scrolling(cards);
        model.datanet().subscribe(this::show);
        model.selected().subscribe(this::mark);
        presenter.reviews().ledger().subscribe(ledger -> mark(model.selected().get()));
        presenter.suggestions().shown().subscribe(shown -> mark(model.selected().get()));
    }

    Node root() {
        return root;
    }

    /** Many tags and a low window leave no room for all of it. */
    private static ScrollPane scrolling(VBox cards) {
        cards.setMinWidth(WIDTH);
        cards.setPrefWidth(WIDTH);
        cards.setMaxWidth(WIDTH);
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setMinWidth(WIDTH + BAR);
        scroll.setMaxWidth(WIDTH + BAR);
        // The bar stands in the page's edge, so that the cards end where the page's buttons do.
        HBox.setMargin(scroll, new Insets(0, -BAR, 0, 0));
        scroll.getStyleClass().addAll("edge-to-edge", "page-scroll");
        return scroll;
    }

    /** By which model tags are suggested, beside rows and rules. */
    private MenuButton models() {
        DeskTagger tagger = presenter.tagger();
        MenuButton menu = new MenuButton();
        menu.textProperty()
                .bind(tagger.used()
                        .map(tried -> words.get("desk.model.used", tried.tags().model()))
                        .orElse(words.get("desk.model")));
        menu.setFocusTraversable(false);
        menu.getStyleClass().addAll("small", "desk-models");
        tagger.said()
                .subscribe(said -> Described.describe(
                        menu, words.get("desk.model"), said.isEmpty() ? words.get("desk.model.help") : said, null));
        Runnable fill = () -> menu.getItems().setAll(modelItems());
        tagger.choices().subscribe(fill);
        fill.run();
        return menu;
    }

    private List<MenuItem> modelItems() {
        MenuItem none = new MenuItem(words.get("desk.model.none"));
        none.setOnAction(event -> presenter.tagger().none());
        List<MenuItem> items = new ArrayList<>(List.of(none));
        for (ModelChoice choice : presenter.tagger().choices()) {
            MenuItem item = new MenuItem(words.get("desk.model.by", choice.name()));
            item.setOnAction(event -> presenter.suggestBy(choice));
            items.add(item);
        }
        return items;
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

    private TagButton tag(String name, DeskAction action) {
        TagButton tag = new TagButton(name, keyCap(action), words);
        tag.setOnAction(event -> {
            presenter.steps().toggleTag(name);
            mark(model.selected().get());
        });
        return tag;
    }

    private void mark(@Nullable StoredRow row) {
        forOneRow.forEach(node -> node.setDisable(row == null));
        cards.setDisable(row == null && model.undoable().get() == 0);
        for (Node node : tags.getChildren()) {
            if (node instanceof TagButton tag) {
                boolean set = row != null && row.contribution().tags().contains(tag.name());
                tag.mark(set, set ? null : presenter.suggestions().shown().get().get(tag.name()));
            }
        }
        state.setText(row == null ? words.get("desk.end") : said(row));
    }

    private String said(StoredRow row) {
        if (model.queue().get() instanceof DeskQueue.SecondLook) {
            return words.get("desk.blind");
        }
        if (model.queue().get() instanceof DeskQueue.Disputed) {
            ReviewLedger ledger = presenter.reviews().ledger().get();
            return ledger == null
                    ? ""
                    : words.get("desk.differ", presenter.reviews().who(ledger.said(row.id())));
        }
        String state = words.get("desk.state." + row.state().id());
        return row.reason().isEmpty() ? state : words.get("desk.state.because", state, row.reason());
    }
}
