package cultivar.app.chat;

import cultivar.app.chat.ask.Who;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** All who can answer, the base first, then those who answer once another base does; narrowed by what is typed. */
final class WhoPicker extends VBox {
    /** What becomes of a choice. */
    interface Choices {
        /** Who answers on the base that is open. */
        void who(Who who);

        /** An adapter of another base, which is to be opened for it. */
        void other(ChatAdapter adapter);

        /** Another base, which is to be opened. */
        void base(String name);
    }

    private record Entry(String name, String text, Runnable choose) {}

    WhoPicker(ChatModel model, Messages messages, Choices choices) {
        super(8);
        getStyleClass().add("who-picker");
        List<Entry> all = entries(model, messages, choices);
        FilteredList<Entry> shown = new FilteredList<>(FXCollections.observableArrayList(all));
        ListView<Entry> list = new ListView<>(shown);
        list.getStyleClass().add("plain");
        list.setAccessibleText(messages.get("chat.column.who"));
        list.setCellFactory(view -> new Cell());
        Label none = Texts.muted(messages.get("chat.column.nobody"));
        none.getStyleClass().add("chat-past-none");
        list.setPlaceholder(none);
        list.setPrefSize(300, Math.min(320, 42 * all.size() + 4));
        TextField search = new TextField();
        search.setPromptText(messages.get("chat.column.search"));
        search.setAccessibleText(messages.get("chat.column.search"));
        search.textProperty().subscribe(text -> {
            String wanted = text.strip().toLowerCase(Locale.ROOT);
            shown.setPredicate(entry -> entry.name().toLowerCase(Locale.ROOT).contains(wanted));
            list.getSelectionModel().selectFirst();
        });
        search.setOnAction(event -> choose(list));
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DOWN) {
                event.consume();
                list.requestFocus();
                // Enter takes the first from the field already.
                list.getSelectionModel().selectNext();
            }
        });
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                event.consume();
                choose(list);
            }
        });
        getChildren().addAll(search, list);
    }

    private static List<Entry> entries(ChatModel model, Messages messages, Choices choices) {
        List<Entry> all = new ArrayList<>();
        String base = model.baseName().get();
        all.add(new Entry(base, messages.get("chat.column.base", base), () -> choices.who(Who.base(base))));
        model.adapters()
                .forEach(adapter ->
                        all.add(new Entry(adapter.name(), adapter.name(), () -> choices.who(adapter.who()))));
        model.others()
                .forEach(adapter -> all.add(new Entry(
                        adapter.name(),
                        messages.get("chat.column.other", adapter.name(), adapter.baseName()),
                        () -> choices.other(adapter))));
        model.otherBases()
                .forEach(name -> all.add(
                        new Entry(name, messages.get("chat.column.base.other", name), () -> choices.base(name))));
        return all;
    }

    private static void choose(ListView<Entry> list) {
        @Nullable Entry entry = list.getSelectionModel().getSelectedItem();
        if (entry != null) {
            entry.choose().run();
        }
    }

    private static final class Cell extends ListCell<Entry> {
        Cell() {
            // As wide as the list: a long name is shortened instead of making the list scroll, not at its end, where
            // versions of a name differ.
            setPrefWidth(0);
            setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            setOnMouseClicked(event -> {
                Entry entry = getItem();
                if (entry != null) {
                    entry.choose().run();
                }
            });
        }

        @Override
        protected void updateItem(@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setText(entry == null || empty ? "" : entry.text());
            setTooltip(entry == null || empty ? null : new Tooltip(entry.text()));
        }
    }
}
