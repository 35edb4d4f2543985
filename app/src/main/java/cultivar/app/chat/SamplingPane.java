package cultivar.app.chat;

import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.layout.VBox;

/** How both answers are drawn. */
final class SamplingPane extends VBox {
    SamplingPane(ChatModel model, Messages messages) {
        super(16);
        getStyleClass().add("sampling-pane");
        setPrefWidth(320);
        CheckBox greedy = new CheckBox(messages.get("chat.sampling.greedy"));
        greedy.selectedProperty().bindBidirectional(model.greedy());
        Slider temperature = new Slider(0.1, 1.5, model.temperature().get());
        temperature.setBlockIncrement(0.1);
        temperature.valueProperty().bindBidirectional(model.temperature());
        Field drawn = new Field(messages.get("chat.sampling.temperature"), temperature)
                .hint(messages.get("chat.sampling.temperature.hint"));
        drawn.disableProperty().bind(model.greedy());
        Spinner<Integer> most =
                new Spinner<>(8, ChatModel.MOST_TOKENS, model.maxTokens().get(), 8);
        most.setEditable(true);
        most.valueProperty().subscribe(value -> model.maxTokens().set(value));
        CheckBox remembering = new CheckBox(messages.get("chat.sampling.remember"));
        remembering.setWrapText(true);
        remembering.selectedProperty().bindBidirectional(model.remembering());
        Label title = Texts.heading(messages.get("chat.sampling.title"));
        getChildren()
                .addAll(
                        title,
                        greedy,
                        drawn,
                        new Field(messages.get("chat.sampling.max"), most),
                        remembering,
                        Texts.caption(messages.get("chat.sampling.same")));
    }
}
