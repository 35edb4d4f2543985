package cultivar.app.chat;

import cultivar.app.chat.store.ChatSummary;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The chats to go back to, with a search over all that was said in them. */
final class PastPane extends VBox {
    private static final double WIDTH = 248;
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT);

    private final TextField search = new TextField();
    private final ListView<ChatSummary> list;
    /** The id of the chat at which somebody is in the list. */
    private @Nullable String at;

    /** @param onLeave puts the keyboard back where questions are written */
    PastPane(PastChats presenter, ChatModel model, Messages messages, Runnable onLeave) {
        super(10);
        list = new ListView<>(model.past());
        getStyleClass().add("chat-past-pane");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        search.setId("chat-search");
        search.setPromptText(messages.get("chat.search"));
        search.setAccessibleText(messages.get("chat.search"));
        search.textProperty().bindBidirectional(model.search());
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && search.getText().isEmpty()) {
                onLeave.run();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                search.clear();
            } else if (event.getCode() == KeyCode.DOWN && !model.past().isEmpty()) {
                event.consume();
                list.requestFocus();
                if (list.getSelectionModel().isEmpty()) {
                    list.getSelectionModel().selectFirst();
                }
            }
        });
        list.setId("chat-past-list");
        list.getStyleClass().add("plain");
        list.setAccessibleText(messages.get("chat.past"));
        Label none = Texts.muted("");
        none.textProperty()
                .bind(Bindings.when(model.search().isEmpty())
                        .then(messages.get("chat.past.none"))
                        .otherwise(messages.get("chat.past.nothing")));
        none.getStyleClass().add("chat-past-none");
        list.setPlaceholder(none);
        list.setCellFactory(view -> new Cell(presenter, messages));
        list.setOnKeyPressed(event -> {
            ChatSummary chosen = list.getSelectionModel().getSelectedItem();
            if (chosen != null && event.getCode() == KeyCode.ENTER) {
                presenter.open(chosen.id());
            } else if (chosen != null && event.getCode() == KeyCode.DELETE) {
                leave(list.getSelectionModel().getSelectedIndex());
                presenter.delete(chosen);
            } else if (chosen != null && event.getCode() == KeyCode.F2) {
                presenter.askToRename(chosen);
            }
        });
        list.disableProperty().bind(model.busy());
        list.getSelectionModel().selectedItemProperty().subscribe(chosen -> {
            if (chosen != null) {
                at = chosen.id();
            }
        });
        // After the list's own, which forgets where somebody is when it is read again.
        model.past().addListener((ListChangeListener<ChatSummary>)
                change -> select(isListed(at) ? at : model.chat().get()));
        model.chat().addListener((chat, before, now) -> {
            if (now != null || Objects.equals(at, before)) {
                select(now);
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(search, list);
    }

    private boolean isListed(@Nullable String id) {
        return list.getItems().stream().anyMatch(chat -> chat.id().equals(id));
    }

    private void select(@Nullable String id) {
        at = id;
        for (int row = 0; row < list.getItems().size(); row++) {
            if (list.getItems().get(row).id().equals(id)) {
                list.getSelectionModel().select(row);
                return;
            }
        }
        list.getSelectionModel().clearSelection();
    }

    /** Goes on to the row below one that is to be deleted, or to the one above where it is the last. */
    private void leave(int row) {
        int rows = list.getItems().size();
        if (rows > 1) {
            list.getSelectionModel().select(row + 1 < rows ? row + 1 : row - 1);
        }
    }

    /** Puts the cursor into the search. */
    void search() {
        search.requestFocus();
        search.selectAll();
    }

    private static final class Cell extends ListCell<ChatSummary> {
        private final Label title = new Label();
        private final Label below = Texts.caption("");
        private final Node content;

        Cell(PastChats presenter, Messages messages) {
            title.setMinWidth(0);
            below.setMinWidth(0);
            below.setWrapText(false);
            VBox words = new VBox(1, title, below);
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            Button rename = Buttons.icon(Feather.EDIT_2, messages.get("chat.rename"), () -> {
                ChatSummary chat = getItem();
                if (chat != null) {
                    presenter.askToRename(chat);
                }
            });
            Button delete = Buttons.icon(Feather.TRASH_2, messages.get("chat.delete"), () -> {
                ChatSummary chat = getItem();
                if (chat != null) {
                    presenter.delete(chat);
                }
            });
            for (Button each : new Button[] {rename, delete}) {
                each.getStyleClass().addAll("small", "chat-past-action");
                each.visibleProperty().bind(hoverProperty().or(selectedProperty()));
                each.managedProperty().bind(each.visibleProperty());
            }
            HBox line = new HBox(2, words, rename, delete);
            line.setAlignment(Pos.CENTER_LEFT);
            content = line;
            setPrefWidth(0);
            setOnMouseClicked(event -> {
                ChatSummary chat = getItem();
                if (chat != null) {
                    presenter.open(chat.id());
                }
            });
        }

        @Override
        protected void updateItem(@Nullable ChatSummary chat, boolean empty) {
            super.updateItem(chat, empty);
            setText(null);
            if (chat == null || empty) {
                setGraphic(null);
                return;
            }
            title.setText(chat.title());
            String when = WHEN.format(chat.changed().atZone(ZoneId.systemDefault()));
            below.setText(chat.excerpt().isEmpty() ? when : chat.excerpt());
            Described.describe(this, chat.title(), when, null);
            setGraphic(content);
        }
    }
}
