package cultivar.app.chat;

import cultivar.app.chat.ask.Who;
import cultivar.ui.text.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** All who can answer, the base first, narrowed by what is typed. */
final class WhoPicker extends VBox {
    private final TextField search = new TextField();

    WhoPicker(ChatModel model, Messages messages, Consumer<Who> onChosen) {
        super(8);
        getStyleClass().add("who-picker");
        List<Who> all = new ArrayList<>();
        all.add(Who.base(model.baseName().get()));
        model.adapters().forEach(adapter -> all.add(adapter.who()));
        Map<Who, String> others = new HashMap<>();
        model.others().forEach(adapter -> {
            all.add(adapter.who());
            others.put(adapter.who(), adapter.baseName());
        });
        Consumer<Who> choose = who -> {
            if (!others.containsKey(who)) {
                onChosen.accept(who);
            }
        };
        ObservableList<Who> source = FXCollections.observableArrayList(all);
        FilteredList<Who> shown = new FilteredList<>(source);
        ListView<Who> list = new ListView<>(shown);
        list.getStyleClass().add("plain");
        list.setAccessibleText(messages.get("chat.column.who"));
        list.setCellFactory(view -> new Cell(messages, others, choose));
        list.setPrefSize(280, Math.min(320, 42 * all.size() + 4));
        search.setPromptText(messages.get("chat.column.search"));
        search.setAccessibleText(messages.get("chat.column.search"));
        search.textProperty().subscribe(text -> {
            String wanted = text.strip().toLowerCase(Locale.ROOT);
            shown.setPredicate(who -> who.name().toLowerCase(Locale.ROOT).contains(wanted));
            list.getSelectionModel().selectFirst();
        });
        search.setOnAction(event -> choose(list, choose));
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DOWN) {
                event.consume();
                list.requestFocus();
            }
        });
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                event.consume();
                choose(list, choose);
            }
        });
        getChildren().addAll(search, list);
    }

    private static void choose(ListView<Who> list, Consumer<Who> onChosen) {
        @Nullable Who who = list.getSelectionModel().getSelectedItem();
        if (who != null) {
            onChosen.accept(who);
        }
    }

    @Override
    public void requestFocus() {
        search.requestFocus();
    }

    private static final class Cell extends ListCell<Who> {
        private final Messages messages;
        private final Map<Who, String> others;

        /** @param others those who do not answer here, and the bases that they were trained on */
        Cell(Messages messages, Map<Who, String> others, Consumer<Who> onChosen) {
            this.messages = messages;
            this.others = others;
            // As wide as the list: a long name ends in dots instead of making the list scroll.
            setPrefWidth(0);
            setOnMouseClicked(event -> {
                Who who = getItem();
                if (who != null) {
                    onChosen.accept(who);
                }
            });
        }

        @Override
        protected void updateItem(@Nullable Who who, boolean empty) {
            super.updateItem(who, empty);
            String other = who == null || empty ? null : others.get(who);
            setDisable(other != null);
            if (who == null || empty) {
                setText("");
            } else if (other != null) {
                setText(messages.get("chat.column.other", who.name(), other));
            } else {
                setText(who.isBase() ? messages.get("chat.column.base", who.name()) : who.name());
            }
        }
    }
}
