package cultivar.app.chat;

import cultivar.ui.a11y.TextAreas;
import cultivar.ui.control.Chip;
import cultivar.ui.text.Messages;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;

/** The instructions above the conversation, out of the way until somebody wants them. */
final class SystemField {
    private final TextArea area = TextAreas.leftByTab(new TextArea());
    private final ToggleButton button;

    SystemField(ChatModel model, Messages messages) {
        button = new Chip(messages.get("chat.system"));
        button.setId("chat-system");
        button.getStyleClass().add("small");
        button.textProperty()
                .bind(Bindings.when(model.system().isEmpty())
                        .then(messages.get("chat.system"))
                        .otherwise(messages.get("chat.system.on")));
        area.setId("chat-system-text");
        area.setPromptText(messages.get("chat.system.prompt"));
        area.setAccessibleText(messages.get("chat.system"));
        area.setWrapText(true);
        area.setPrefRowCount(3);
        area.setMinHeight(64);
        area.textProperty().bindBidirectional(model.system());
        area.disableProperty().bind(model.busy());
        area.visibleProperty().bind(button.selectedProperty());
        area.managedProperty().bind(area.visibleProperty());
        model.system().subscribe(text -> {
            if (!text.isBlank()) {
                button.setSelected(true);
            }
        });
    }

    Node area() {
        return area;
    }

    Node button() {
        return button;
    }
}
