package cultivar.app.chat;

import cultivar.app.layout.Columns;
import cultivar.ui.control.Buttons;
import cultivar.ui.text.Messages;
import java.util.HashMap;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/** The heads of all columns, and a button for one more. */
final class HeadsPane extends HBox {
    private final ChatScreen presenter;
    private final ChatModel model;
    private final Messages messages;
    private final Button add;
    private final Map<Column, ColumnHead> heads = new HashMap<>();

    HeadsPane(ChatScreen presenter, ChatModel model, Messages messages) {
        super(8);
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
        getStyleClass().add("chat-heads");
        setAlignment(Pos.CENTER_LEFT);
        add = Buttons.icon(Feather.PLUS, messages.get("chat.column.add"), this::add);
        add.setId("chat-column-add");
        add.disableProperty()
                .bind(model.busy().or(Bindings.size(model.columns()).greaterThanOrEqualTo(ChatModel.MOST_COLUMNS)));
        model.columns().subscribe(this::show);
        show();
    }

    /** Who answers in a column that is added may be chosen next. */
    private void add() {
        presenter.addColumn();
        head(model.columns().getLast()).requestFocus();
    }

    private void show() {
        heads.keySet().retainAll(model.columns());
        GridPane grid = Columns.of(model.columns().stream().map(this::head).toArray(Region[]::new));
        HBox.setHgrow(grid, Priority.ALWAYS);
        getChildren().setAll(grid, add);
    }

    private ColumnHead head(Column column) {
        return heads.computeIfAbsent(column, missing -> new ColumnHead(column, presenter, model, messages));
    }
}
