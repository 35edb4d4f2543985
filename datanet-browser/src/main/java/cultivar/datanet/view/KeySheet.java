package cultivar.datanet.view;

import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The list of the desk's keys, where each can be changed: press its button, then the new key. */
final class KeySheet {
    private static final double KEY_WIDTH = 92;

    private final ObjectProperty<DeskKeys> keys = new SimpleObjectProperty<>(this, "keys");
    private final List<String> tags;
    private final Words words;
    private final Map<DeskAction, Button> buttons = new EnumMap<>(DeskAction.class);
    private final Label told = Texts.caption("");
    private final Node root;
    private @Nullable DeskAction waiting;

    /**
     * The sheet.
     *
     * @param tags the names of the tags that have keys here, in their order
     * @param change hears of every change
     */
    KeySheet(DeskKeys now, List<String> tags, Words words, Consumer<DeskKeys> change, DialogHandle<?> handle) {
        this.tags = List.copyOf(tags);
        this.words = words;
        keys.set(now);
        keys.subscribe((before, after) -> change.accept(after));
        List<DeskAction> moves = new ArrayList<>();
        List<DeskAction> byTag = new ArrayList<>();
        for (DeskAction action : DeskAction.values()) {
            (action.tag().isPresent() ? byTag : moves).add(action);
        }
        HBox columns = new HBox(32, column(moves), column(byTag));
        told.setText(words.get("desk.keys.how"));
        told.getStyleClass().add("keys-told");
        told.setMaxWidth(520);
        Button reset = Buttons.quiet(words.get("desk.keys.reset"), null, this::reset);
        reset.getStyleClass().add("keys-reset");
        Button close = Buttons.primary(words.get("desk.keys.close"), null, handle::cancel);
        VBox sheet = new VBox(16, columns, told, new DialogButtons(reset, close));
        sheet.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        root = sheet;
        show();
    }

    Node root() {
        return root;
    }

    private Node column(List<DeskAction> actions) {
        GridPane grid = new GridPane(12, 6);
        for (DeskAction action : actions) {
            Button button = new Button();
            button.setMinWidth(KEY_WIDTH);
            button.setMaxWidth(Double.MAX_VALUE);
            button.getStyleClass().addAll("small", "key-choice", "key-" + action.id());
            button.setOnAction(event -> choose(action));
            buttons.put(action, button);
            Label does = Texts.body(does(action));
            does.setWrapText(false);
            does.setMinWidth(Region.USE_PREF_SIZE);
            does.setMaxWidth(200);
            grid.addRow(grid.getRowCount(), does, button);
        }
        HBox.setHgrow(grid, Priority.ALWAYS);
        grid.setAlignment(Pos.TOP_LEFT);
        return grid;
    }

    private String does(DeskAction action) {
        return action.tag()
                .map(index -> index < tags.size()
                        ? words.get("desk.does.tag", tags.get(index))
                        : words.get("desk.does.tag.none", index + 1))
                .orElseGet(() -> words.get("desk.does." + action.id()));
    }

    private void choose(DeskAction action) {
        waiting = action;
        told.setText(words.get("desk.keys.press", does(action)));
        show();
    }

    private void pressed(KeyEvent event) {
        DeskAction action = waiting;
        if (action == null || event.getCode().isModifierKey()) {
            return;
        }
        event.consume();
        if (event.getCode() == KeyCode.ESCAPE) {
            done(words.get("desk.keys.how"));
            return;
        }
        Optional<String> key = event.isShortcutDown() || event.isAltDown() || event.isControlDown()
                ? Optional.empty()
                : DeskKeys.name(event);
        if (key.isEmpty()) {
            told.setText(words.get("desk.keys.unfit"));
            return;
        }
        Optional<DeskAction> owner = keys.get().action(key.get());
        if (owner.isPresent() && owner.get() != action) {
            told.setText(words.get("desk.keys.taken", key.get(), does(owner.get())));
            return;
        }
        keys.set(keys.get().with(action, key.get()));
        done(words.get("desk.keys.changed", does(action), key.get()));
    }

    private void reset() {
        keys.set(DeskKeys.usual());
        done(words.get("desk.keys.were.reset"));
    }

    private void done(String text) {
        waiting = null;
        told.setText(text);
        show();
    }

    private void show() {
        buttons.forEach((action, button) -> {
            String key = keys.get().key(action);
            button.setText(action == waiting ? words.get("desk.keys.waiting") : key);
            Described.describe(button, words.get("desk.keys.of", does(action), key));
        });
    }
}
