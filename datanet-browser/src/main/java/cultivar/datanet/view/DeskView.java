package cultivar.datanet.view;

import cultivar.datanet.RowEdit;
import cultivar.datanet.StoredRow;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Page;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.screen.StatePane;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The nodes of the tagging desk: the queue, the row, and the form beside it. */
final class DeskView {
    private static final double LIST_WIDTH = 268;
    private static final double ROW_HEIGHT = 52;

    private final DeskScreen presenter;
    private final DeskModel model;
    private final Words words;
    private final Dialogs dialogs;
    private final ListView<StoredRow> list = new ListView<>();
    private final LongList queue;
    private final TextField search = new TextField();
    private final PauseTransition typing = new PauseTransition(Duration.millis(150));
    private final Page page;

    DeskView(DeskScreen presenter, DeskModel model, Words words, Dialogs dialogs) {
        this.presenter = presenter;
        this.model = model;
        this.words = words;
        this.dialogs = dialogs;
        page = new Page(words.get("desk.title"), words.get("desk.subtitle"));
        Button back = Buttons.icon(Feather.ARROW_LEFT, words.get("desk.back"), presenter::back);
        page.leading(back);
        Button keys = Buttons.quiet(words.get("desk.keys"), Feather.COMMAND, this::showKeys);
        page.actions(saving(), reviewer(), keys);
        queue = queue();
        CheckBox asOne = presenter.copies().option();
        asOne.setFocusTraversable(false);
        VBox side = new VBox(10, search(), asOne, list, all());
        side.setMinWidth(LIST_WIDTH);
        side.setPrefWidth(LIST_WIDTH);
        VBox.setVgrow(list, Priority.ALWAYS);
        DeskForm form = new DeskForm(presenter, model, words);
        Node row = new RowDetail(model.selected(), words)
                .copies(presenter.copies())
                .none(model.matching().map(rows -> words.get(rows.longValue() == 0 ? "desk.nothing" : "detail.none")))
                .wide()
                .root();
        VBox.setVgrow(row, Priority.ALWAYS);
        VBox middle = new VBox(12, row, new GuidelinesCard(model.datanet(), words).root());
        HBox.setHgrow(middle, Priority.ALWAYS);
        HBox desk = new HBox(16, side, middle, form.root());
        VBox.setVgrow(desk, Priority.ALWAYS);
        VBox body = new VBox(12, new QueueBar(presenter, model, words, dialogs).root(), desk);
        body.getStyleClass().add("desk");
        StatePane states =
                new StatePane(body).loading(words.get("page.loading")).onRetry(presenter::load);
        states.stateProperty().bind(model.state());
        states.failureProperty().bind(model.failure());
        page.body(states);
        page.getStylesheets().add(Styles.sheet());
        page.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        model.selected().subscribe(this::follow);
        page.sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Window::showingProperty)
                .subscribe(showing -> presenter.rest(Boolean.FALSE.equals(showing)));
    }

    Node root() {
        return page;
    }

    /** Keys act wherever the focus is, except while somebody types. */
    private void key(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown() || event.isControlDown()) {
            return;
        }
        if (event.getTarget() instanceof TextInputControl) {
            if (event.getCode() == KeyCode.ESCAPE) {
                list.requestFocus();
                event.consume();
            }
            return;
        }
        Runnable action = action(event);
        if (action != null) {
            event.consume();
            action.run();
        }
    }

    private @Nullable Runnable action(KeyEvent event) {
        DeskAction action = model.keys().get().action(event).orElse(null);
        if (action == null) {
            return null;
        }
        return switch (action) {
            case ACCEPT -> presenter.steps()::accept;
            case REJECT -> presenter.steps()::reject;
            case SKIP -> presenter.steps()::skip;
            case UNDO -> presenter.steps()::undo;
            case SIMILAR -> presenter::similar;
            case SEARCH ->
                () -> {
                    search.requestFocus();
                    search.selectAll();
                };
            case KEYS -> this::showKeys;
            case TAG_1, TAG_2, TAG_3, TAG_4, TAG_5, TAG_6, TAG_7, TAG_8, TAG_9 ->
                tag(action.tag().orElseThrow());
        };
    }

    private @Nullable Runnable tag(int index) {
        return index < presenter.tags().size()
                ? () -> presenter.steps().toggleTag(presenter.tags().get(index))
                : null;
    }

    private Button reviewer() {
        Button button = Buttons.quiet("", Feather.USER, presenter::changeReviewer);
        button.textProperty().bind(model.reviewer().map(name -> words.get("desk.reviewer", name)));
        button.getStyleClass().add("desk-reviewer");
        Described.describe(button, words.get("desk.reviewer.title"), words.get("desk.reviewer.help"), null);
        return button;
    }

    private Node saving() {
        Label label = Texts.caption("");
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.getStyleClass().add("desk-saving");
        label.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.unsaved().get() == 0
                                ? words.get("desk.saved")
                                : words.get("desk.unsaved", model.unsaved().get()),
                        model.unsaved()));
        return label;
    }

    private Node search() {
        search.setPromptText(words.get("rows.search"));
        search.getStyleClass().add("desk-search");
        Described.describe(search, words.messages(), "datanet.rows.search");
        typing.setOnFinished(event -> presenter.filter(model.filter().get().withText(search.getText())));
        search.textProperty().subscribe(text -> {
            if (!text.equals(model.filter().get().text())) {
                typing.playFromStart();
            }
        });
        search.setOnAction(event -> list.requestFocus());
        model.filter().subscribe(filter -> {
            if (!search.getText().equals(filter.text())) {
                search.setText(filter.text());
            }
        });
        return search;
    }

    private LongList queue() {
        list.setFixedCellSize(ROW_HEIGHT);
        list.setCellFactory(view -> new RowCell());
        list.getStyleClass().add("desk-list");
        list.setPlaceholder(Texts.muted(words.get("desk.none")));
        Described.describe(list, words.get("desk.list"));
        list.setTooltip(null);
        LongList rows = LongList.of(list, model.rows());
        rows.onSelect(place -> {
            // Changing the list moves the selection by itself for a moment; only a person's choice leads.
            if (list.isFocused() && !presenter.isSelected(place)) {
                presenter.select(place);
            }
        });
        return rows;
    }

    private void follow(@Nullable StoredRow row) {
        int place = row == null ? -1 : model.rows().indexOf(row);
        if (place < 0) {
            queue.clearSelection();
            return;
        }
        queue.select(place);
        // The row before stays in sight, so that one sees where one is.
        queue.scrollTo(Math.max(0, place - 1));
        if (!(page.getScene() != null && page.getScene().getFocusOwner() instanceof TextInputControl)) {
            list.requestFocus();
        }
    }

    private Node all() {
        MenuButton menu = new MenuButton();
        menu.setMaxWidth(Double.MAX_VALUE);
        menu.setFocusTraversable(false);
        menu.getStyleClass().add("desk-all");
        menu.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.get("desk.all", model.matching().get()), model.matching()));
        menu.disableProperty().bind(model.matching().isEqualTo(0));
        MenuItem accept = new MenuItem(words.get("desk.accept"));
        accept.setOnAction(event -> presenter.steps().decideAll(RowEdit.accept(), words.get("desk.accept")));
        MenuItem reject = new MenuItem(words.get("desk.reject"));
        reject.setOnAction(event ->
                presenter.steps().decideAll(RowEdit.reject(model.reason().get()), words.get("desk.reject")));
        MenuItem reopen = new MenuItem(words.get("desk.reopen"));
        reopen.setOnAction(event -> presenter.steps().decideAll(RowEdit.reopen(), words.get("desk.reopen")));
        menu.getItems().setAll(accept, reject, reopen);
        model.datanet().subscribe(datanet -> {
            menu.getItems().setAll(accept, reject, reopen);
            for (String tag : presenter.tags()) {
                String verb = words.get("desk.all.tag", tag);
                MenuItem item = new MenuItem(verb);
                item.setOnAction(event -> presenter.steps().decideAll(RowEdit.tag(tag), verb));
                menu.getItems().add(item);
            }
        });
        return menu;
    }

    private void showKeys() {
        var _ = dialogs.<Boolean>show(
                words.get("desk.keys.title"),
                handle -> new KeySheet(model.keys().get(), presenter.tags(), words, presenter::changeKeys, handle)
                        .root());
    }

    /** A row of the queue: its question, and its answer below. */
    private final class RowCell extends ListCell<StoredRow> {
        private final Label question = Texts.body("");
        private final Label answer = Texts.caption("");
        private final VBox box = new VBox(2, question, answer);

        RowCell() {
            question.setWrapText(false);
            answer.setWrapText(false);
            box.setMaxWidth(LIST_WIDTH - 36);
            box.setAlignment(Pos.CENTER_LEFT);
            setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(@Nullable StoredRow row, boolean empty) {
            super.updateItem(row, empty);
            if (!empty) {
                presenter.inSight(queue.place(getIndex()));
            }
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            question.setText(RowsPane.question(row));
            answer.setText(RowsPane.answer(row));
            setGraphic(box);
        }
    }
}
