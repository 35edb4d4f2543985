package cultivar.app.chat;

import cultivar.app.layout.Columns;
import cultivar.ui.control.Buttons;
import cultivar.ui.text.Messages;
import java.util.HashMap;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/** The heads of all columns, and a button for one more. */
final class HeadsPane extends StackPane {
    /** What the button takes of the last column, so that each head stands above its answers. */
    private static final double ADD = 40;

    private final ChatScreen presenter;
    private final ChatModel model;
    private final Messages messages;
    private final Button add;
    private final Map<Column, ColumnHead> heads = new HashMap<>();

    HeadsPane(ChatScreen presenter, ChatModel model, Messages messages) {
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
        getStyleClass().add("chat-heads");
        add = Buttons.icon(Feather.PLUS, messages.get("chat.column.add"), this::add);
        add.setId("chat-column-add");
        add.disableProperty()
                .bind(model.busy().or(Bindings.size(model.columns()).greaterThanOrEqualTo(ChatModel.MOST_COLUMNS)));
        setAlignment(add, Pos.CENTER_RIGHT);
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
        boolean more = model.columns().size() < ChatModel.MOST_COLUMNS;
        add.setVisible(more);
        model.columns().forEach(column -> {
            boolean last = column.equals(model.columns().getLast());
            head(column).setPadding(new Insets(0, more && last ? ADD : 0, 0, 0));
        });
        GridPane grid = Columns.of(model.columns().stream().map(this::head).toArray(Region[]::new));
        getChildren().setAll(grid, add);
    }

    private ColumnHead head(Column column) {
        return heads.computeIfAbsent(column, missing -> new ColumnHead(column, presenter, model, messages));
    }
}
