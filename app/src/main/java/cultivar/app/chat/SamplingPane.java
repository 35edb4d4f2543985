package cultivar.app.chat;

import cultivar.app.chat.ask.Draw;
import cultivar.app.chat.store.Preset;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Chip;
import cultivar.ui.control.HelpTip;
import cultivar.ui.control.Texts;
import cultivar.ui.control.TypedNumber;
import cultivar.ui.text.Messages;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** How all answers are drawn: a preset, or each number by itself. */
final class SamplingPane extends VBox {
    private final PastChats presenter;
    private final ChatModel model;
    private final Messages messages;
    private final FlowPane presets = new FlowPane(6, 6);
    private final GridPane numbers = new GridPane(10, 6);
    private final List<Runnable> readers = new ArrayList<>();
    private boolean reading;

    SamplingPane(PastChats presenter, ChatModel model, Messages messages) {
        super(12);
        this.presenter = presenter;
        this.model = model;
        this.messages = messages;
        getStyleClass().add("sampling-pane");
        setPrefWidth(380);
        decimal("temperature", 0, 2, 0.1, Draw::temperature, Numbers::temperature);
        whole("topk", 0, 1000, 10, Draw::topK, Numbers::topK);
        decimal("topp", 0.05, 1, 0.05, Draw::topP, Numbers::topP);
        decimal("minp", 0, 1, 0.01, Draw::minP, Numbers::minP);
        decimal("repetition", 0.5, 2, 0.05, Draw::repetition, Numbers::repetition);
        decimal("presence", -2, 2, 0.1, Draw::presence, Numbers::presence);
        decimal("frequency", -2, 2, 0.1, Draw::frequency, Numbers::frequency);
        whole("seed", 0, Integer.MAX_VALUE, 1, draw -> (int) Math.min(draw.seed(), Integer.MAX_VALUE), Numbers::seed);
        whole("max", 1, ChatModel.MOST_TOKENS, 32, Draw::maxTokens, Numbers::maxTokens);
        CheckBox remembering = new CheckBox(messages.get("chat.sampling.remember"));
        remembering.setWrapText(true);
        remembering.selectedProperty().bindBidirectional(model.remembering());
        getChildren()
                .addAll(
                        Texts.heading(messages.get("chat.sampling.title")),
                        presets,
                        numbers,
                        remembering,
                        Texts.caption(messages.get("chat.sampling.same")));
        model.draw().subscribe(draw -> read());
        model.presets().subscribe(this::showPresets);
        showPresets();
    }

    private interface Whole {
        int of(Draw draw);
    }

    private interface Decimal {
        double of(Draw draw);
    }

    private interface Change {
        Draw of(Draw draw, double value);
    }

    private void decimal(String key, double least, double most, double step, Decimal get, Change change) {
        Spinner<Double> spinner = new Spinner<>(least, most, get.of(model.draw().get()), step);
        row(key, spinner);
        TypedNumber.into(spinner, Double::valueOf);
        spinner.valueProperty().subscribe(value -> write(change, Math.rint(value * 1000) / 1000));
        readers.add(() -> spinner.getValueFactory().setValue(get.of(model.draw().get())));
    }

    private void whole(String key, int least, int most, int step, Whole get, Change change) {
        Spinner<Integer> spinner =
                new Spinner<>(least, most, get.of(model.draw().get()), step);
        row(key, spinner);
        TypedNumber.into(spinner, value -> (int) Math.rint(value));
        spinner.valueProperty().subscribe(value -> write(change, value));
        readers.add(() -> spinner.getValueFactory().setValue(get.of(model.draw().get())));
    }

    private void row(String key, Spinner<?> spinner) {
        String name = messages.get("chat.sampling." + key);
        spinner.setEditable(true);
        spinner.setPrefWidth(130);
        spinner.getStyleClass().add("sampling-" + key);
        spinner.getEditor().setAccessibleText(name);
        Label label = new Label(name);
        Described.labelled(spinner, label);
        HBox head = new HBox(2, label, new HelpTip(messages.get("chat.sampling." + key + ".help")));
        head.setAlignment(Pos.CENTER_LEFT);
        GridPane.setHalignment(spinner, HPos.RIGHT);
        GridPane.setHgrow(head, javafx.scene.layout.Priority.ALWAYS);
        numbers.addRow(numbers.getRowCount(), head, spinner);
    }

    private void write(Change change, double value) {
        if (!reading) {
            model.draw().set(change.of(model.draw().get(), value));
        }
    }

    private void read() {
        reading = true;
        readers.forEach(Runnable::run);
        reading = false;
        showPresets();
    }

    private void showPresets() {
        List<Node> chips = new ArrayList<>();
        for (Preset preset : Presets.inTheBox(messages)) {
            chips.add(chip(preset));
        }
        for (Preset preset : model.presets()) {
            Button forget = Buttons.icon(
                    Feather.X, messages.get("chat.preset.remove", preset.name()), () -> presenter.removePreset(preset));
            forget.getStyleClass().add("small");
            HBox own = new HBox(0, chip(preset), forget);
            own.setAlignment(Pos.CENTER_LEFT);
            chips.add(own);
        }
        Button save = Buttons.quiet(messages.get("chat.preset.save"), Feather.PLUS, presenter::askToSavePreset);
        save.getStyleClass().add("small");
        chips.add(save);
        presets.getChildren().setAll(chips);
    }

    private Node chip(Preset preset) {
        Chip chip = new Chip(preset.name());
        chip.setSelected(preset.draw().drawsAs(model.draw().get()));
        chip.setOnAction(event -> {
            model.draw().set(preset.draw().seeded(model.draw().get().seed()));
            showPresets();
        });
        return chip;
    }
}
