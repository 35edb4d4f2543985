package cultivar.datanet.view;

import cultivar.datanet.load.Passage;
import cultivar.datanet.store.Draft;
import cultivar.datanet.store.DraftRow;
import cultivar.ui.a11y.Described;
import cultivar.ui.a11y.Shortcuts;
import cultivar.ui.a11y.TextAreas;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.screen.StatePane;
import java.util.Objects;
import java.util.regex.Pattern;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The nodes of that screen: passages on the left, the text and the row in the middle, the rows made so far. */
final class DraftView {
    private static final double SIDE = 272;

    /** What a text area leaves out, which would move all that stands behind it. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

    private final DraftScreen presenter;
    private final DraftModel model;
    private final Words words;
    private final Page page = new Page("", "");
    private final ListView<Passage> passages = new ListView<>();
    private final Label place = Texts.caption("");
    private final TextArea text = TextAreas.leftByTab(new TextArea());
    private final TextArea question = TextAreas.leftByTab(new TextArea());
    private final TextArea answer = TextAreas.leftByTab(new TextArea());
    private final Label from = Texts.caption("");
    private final Button add;
    private final Button finish;
    private final Node root;
    private boolean showing;

    DraftView(DraftScreen presenter, DraftModel model, Words words) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        Button back = Buttons.icon(Feather.ARROW_LEFT, words.get("desk.back"), presenter::back);
        page.leading(back);
        Button undo = Buttons.secondary(words.get("draft.undo"), Feather.CORNER_UP_LEFT, presenter::undo);
        Described.describe(undo, words.messages(), "datanet.draft.undo");
        undo.disableProperty().bind(model.undoable().isEqualTo(0));
        Button discard = Buttons.secondary(words.get("draft.discard"), Feather.TRASH_2, presenter::discard);
        discard.disableProperty().bind(model.draft().isNull());
        finish = Buttons.primary(words.get("draft.finish", 0), Feather.CHECK, presenter::finish);
        finish.getStyleClass().add("draft-finish");
        Described.describe(finish, words.get("draft.finish", 0), words.get("draft.finish.help"), null);
        page.actions(undo, discard, finish);
        add = Buttons.secondary(words.get("draft.add"), Feather.PLUS, this::add);
        add.getStyleClass().add("draft-add");
        Described.describe(add, words.messages(), "datanet.draft.add");

        Card rows = Card.titled(words.get("draft.rows"), new DraftRowList(presenter, model, words).root());
        rows.compact();
        rows.setMinWidth(SIDE);
        rows.setPrefWidth(SIDE + 40);
        HBox columns = new HBox(16, left(), middle(), rows);
        columns.getStyleClass().add("draft-columns");
        StatePane states = new StatePane(columns)
                .loading(words.get("draft.loading"))
                .empty(Feather.FILE_TEXT, words.get("draft.empty.title"), words.get("draft.empty.text"), null)
                .onRetry(presenter::load);
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        page.body(states);
        page.getStylesheets().add(Styles.sheet());
        page.getStyleClass().add("draft-screen");
        root = page;
        var _ = Shortcuts.on(root, new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN), this::add);
        var _ = Shortcuts.on(root, new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN), presenter::undo);
        model.draft().subscribe(this::show);
        model.open().subscribe(this::show);
        model.rows().subscribe(this::count);
        model.kept().subscribe(this::subtitle);
        count();
    }

    Node root() {
        return root;
    }

    private Node left() {
        passages.setCellFactory(view -> new PassageCell());
        passages.getStyleClass().add("draft-passages");
        passages.setMinWidth(SIDE);
        passages.setPrefWidth(SIDE);
        Described.describe(passages, words.messages(), "datanet.draft.passages");
        passages.getSelectionModel().selectedItemProperty().subscribe(this::read);
        passages.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        Card card = Card.titled(words.get("draft.passages"), passages).compact();
        VBox.setVgrow(passages, Priority.ALWAYS);
        return card;
    }

    private Node middle() {
        text.setEditable(false);
        text.setWrapText(true);
        text.getStyleClass().add("draft-text");
        text.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        Described.describe(text, words.messages(), "datanet.draft.text");
        VBox.setVgrow(text, Priority.ALWAYS);
        HBox takes = new HBox(
                8,
                take("draft.ask", this::ask),
                take("draft.answer", () -> answer(false)),
                take("draft.more", () -> answer(true)));
        question.setPrefRowCount(2);
        answer.setPrefRowCount(4);
        for (TextArea field : new TextArea[] {question, answer}) {
            field.setWrapText(true);
            field.textProperty().subscribe(() -> {
                if (!showing) {
                    presenter.type(question.getText(), answer.getText());
                }
            });
        }
        question.getStyleClass().add("draft-question");
        answer.getStyleClass().add("draft-answer");
        Label asked = Texts.overline(words.get("draft.question"));
        Label answered = Texts.overline(words.get("draft.answer.field"));
        Described.labelled(question, asked);
        Described.labelled(answer, answered);
        from.setMinWidth(0);
        HBox.setHgrow(from, Priority.ALWAYS);
        from.setMaxWidth(Double.MAX_VALUE);
        HBox below = new HBox(12, from, add);
        below.setAlignment(Pos.CENTER_LEFT);
        Card card = Card.titled(words.get("draft.text"), place, text, takes, asked, question, answered, answer, below);
        card.compact();
        HBox.setHgrow(card, Priority.ALWAYS);
        card.setMinWidth(0);
        card.setPrefWidth(480);
        return card;
    }

    private Button take(String key, Runnable action) {
        Button button = Buttons.secondary(words.get(key), null, action);
        button.getStyleClass().add(key.replace('.', '-'));
        Described.describe(button, words.messages(), "datanet." + key);
        button.disableProperty()
                .bind(passages.getSelectionModel().selectedItemProperty().isNull());
        return button;
    }

    /** The keys that take a piece of the text; none of them can be typed there. */
    private void key(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        if (event.getCode() == KeyCode.Q) {
            ask();
        } else if (event.getCode() == KeyCode.A) {
            answer(event.isShiftDown());
        } else if (event.getCode() == KeyCode.ENTER && passages.equals(event.getSource())) {
            text.requestFocus();
        } else {
            return;
        }
        event.consume();
    }

    private void ask() {
        Passage piece = piece();
        if (piece != null) {
            presenter.ask(piece);
        }
    }

    private void answer(boolean behind) {
        Passage piece = piece();
        if (piece != null) {
            presenter.answer(piece, behind);
        }
    }

    private void add() {
        if (presenter.add()) {
            passages.requestFocus();
        }
    }

    /** What is selected of the passage, or all of it. */
    private @Nullable Passage piece() {
        Passage passage = passages.getSelectionModel().getSelectedItem();
        if (passage == null || text.getSelection().getLength() == 0) {
            return passage;
        }
        return passage.part(text.getSelection().getStart(), text.getSelection().getEnd());
    }

    private void show(@Nullable Draft draft) {
        if (draft != null) {
            page.title().setText(draft.document().file());
            passages.getItems().setAll(draft.document().passages());
            passages.getSelectionModel().selectFirst();
            subtitle();
        }
    }

    private void subtitle() {
        Draft draft = model.draft().get();
        if (draft != null) {
            String key = switch (model.kept().get()) {
                case WHOLE -> "draft.subtitle";
                case SOON -> "draft.subtitle.saving";
                case NOT -> "draft.subtitle.unsaved";
            };
            page.subtitle().setText(words.get(key, draft.datanet()));
        }
    }

    private void read(@Nullable Passage passage) {
        text.setText(passage == null ? "" : CONTROLS.matcher(passage.raw()).replaceAll(" "));
        place.setText(passage == null ? words.get("draft.none") : passage.place());
    }

    private void show(DraftRow open) {
        showing = true;
        if (!Objects.equals(question.getText(), open.question())) {
            question.setText(open.question());
        }
        if (!Objects.equals(answer.getText(), open.answer())) {
            answer.setText(open.answer());
        }
        showing = false;
        from.setText(open.place().isEmpty() ? words.get("draft.from.none") : words.get("draft.from", open.place()));
        add.setDisable(!open.complete());
    }

    private void count() {
        int made = model.rows().size();
        finish.setText(words.get("draft.finish", made));
        finish.setDisable(made == 0);
        Described.describe(finish, words.get("draft.finish", made), words.get("draft.finish.help"), null);
    }

    private final class PassageCell extends ListCell<Passage> {
        PassageCell() {
            setPrefWidth(0);
            setWrapText(false);
        }

        @Override
        protected void updateItem(Passage passage, boolean empty) {
            super.updateItem(passage, empty);
            getStyleClass().remove("draft-heading");
            if (empty || passage == null) {
                setText(null);
                return;
            }
            setText(passage.text().replace('\n', ' '));
            if (passage.heading()) {
                getStyleClass().add("draft-heading");
            }
            setAccessibleText(passage.heading() ? words.get("draft.heading", passage.text()) : passage.text());
        }
    }
}
