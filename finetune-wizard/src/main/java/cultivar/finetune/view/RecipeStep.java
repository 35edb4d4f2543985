package cultivar.finetune.view;

import cultivar.finetune.RecipeField;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.train.Schedule;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.kordamp.ikonli.feather.Feather;

/** The second step: a few settings that matter, all others behind a disclosure, and the pre-flight card. */
final class RecipeStep {
    private final WizardScreen presenter;
    private final WizardModel model;
    private final RecipeDraft draft;
    private final Words words;
    private final HBox root;

    RecipeStep(WizardScreen presenter, WizardModel model, Words words) {
        this.presenter = presenter;
        this.model = model;
        this.draft = model.draft();
        this.words = words;
        VBox form = new VBox(14, simple(), advanced());
        form.getStyleClass().add("recipe-form");
        ScrollPane left = scrolling(form);
        left.setMinWidth(420);
        HBox.setHgrow(left, Priority.ALWAYS);
        ScrollPane right = scrolling(new PreflightCard(model, words).root());
        right.setMinWidth(360);
        right.setPrefWidth(420);
        right.setMaxWidth(460);
        HBox.setHgrow(right, Priority.ALWAYS);
        root = new HBox(left, right);
        root.getStyleClass().add("recipe-step");
    }

    Node root() {
        return root;
    }

    private Node simple() {
        GridPane grid = grid(2);
        grid.addRow(0, base(), text(RecipeField.OUT));
        GridPane numbers = grid(3);
        Field steps = text(RecipeField.STEPS);
        Label passes = Texts.caption("");
        passes.textProperty().bind(Bindings.createStringBinding(this::passes, model.check(), draft.recipe()));
        steps.getChildren().add(passes);
        numbers.addRow(0, steps, text(RecipeField.RANK), text(RecipeField.LR));
        Card card = Card.titled(words.get("recipe.title"), presets(), grid, numbers);
        card.getStyleClass().add("recipe-card");
        return card;
    }

    private String passes() {
        var recipe = draft.recipe().get();
        var check = model.check().get();
        if (recipe == null || check == null) {
            return "";
        }
        int perStep = recipe.batch() * recipe.accumulate();
        if (recipe.steps() == 0) {
            return words.get("recipe.epochs", recipe.epochs());
        }
        double passes = (double) recipe.steps() * perStep / check.counts().rows();
        return words.get(
                "recipe.passes",
                words.decimal(passes, passes < 10 ? 1 : 0),
                check.counts().rows());
    }

    private Node presets() {
        ToggleGroup group = new ToggleGroup();
        SegmentedButton buttons = new SegmentedButton();
        buttons.setToggleGroup(group);
        Label what = Texts.caption("");
        for (Preset preset : Preset.values()) {
            ToggleButton button = new ToggleButton(words.get("preset." + preset.id()));
            button.getStyleClass().add("preset-" + preset.id());
            button.setOnAction(event -> {
                button.setSelected(true);
                presenter.model().draft().take(preset);
            });
            draft.preset().subscribe(chosen -> {
                if (chosen == preset) {
                    button.setSelected(true);
                    what.setText(words.get("preset." + preset.id() + ".help"));
                }
            });
            buttons.getButtons().add(button);
        }
        return new VBox(6, buttons, what);
    }

    private Node advanced() {
        GridPane grid = grid(3);
        List<Node> fields = List.of(
                text(RecipeField.ALPHA),
                text(RecipeField.DROPOUT),
                text(RecipeField.TARGET_MODULES),
                choice(RecipeField.SCHEDULE, Arrays.stream(Schedule.values()).map(Schedule::label)),
                text(RecipeField.WARMUP),
                text(RecipeField.WEIGHT_DECAY),
                text(RecipeField.CLIP),
                text(RecipeField.EPOCHS),
                text(RecipeField.MAX_LENGTH),
                text(RecipeField.BATCH),
                text(RecipeField.ACCUMULATE),
                text(RecipeField.SEED),
                text(RecipeField.VALIDATION),
                text(RecipeField.INIT_ADAPTER),
                flag(RecipeField.NO_SHUFFLE),
                choice(
                        RecipeField.DTYPE,
                        Arrays.stream(BaseType.values())
                                .filter(BaseType::trainable)
                                .map(BaseType::label)),
                flag(RecipeField.RECOMPUTE),
                flag(RecipeField.PACKING),
                flag(RecipeField.RSLORA),
                flag(RecipeField.DORA),
                text(RecipeField.LORA_PLUS),
                text(RecipeField.VALIDATE_EVERY),
                text(RecipeField.PATIENCE),
                flag(RecipeField.KEEP_BEST));
        for (int i = 0; i < fields.size(); i++) {
            grid.add(fields.get(i), i % 3, i / 3);
        }
        TitledPane pane = new TitledPane(words.get("recipe.advanced"), grid);
        pane.setExpanded(false);
        pane.setAnimated(false);
        pane.getStyleClass().add("recipe-advanced");
        return pane;
    }

    private Field base() {
        ComboBox<String> box = new ComboBox<>(model.bases());
        box.valueProperty().bindBidirectional(draft.text(RecipeField.BASE));
        // Replacing the list's items clears the box; the draft's value is the truth.
        model.bases().addListener((ListChangeListener<String>)
                change -> box.setValue(draft.text(RecipeField.BASE).get()));
        Field field = dressed(RecipeField.BASE, box);
        Button get = Buttons.quiet(words.get("recipe.models"), Feather.DOWNLOAD, presenter::models);
        get.getStyleClass().addAll("small", "recipe-models");
        field.getChildren().add(get);
        return field;
    }

    private Field choice(RecipeField field, Stream<String> labels) {
        ComboBox<String> box = new ComboBox<>(FXCollections.observableArrayList(labels.toList()));
        box.valueProperty().bindBidirectional(draft.text(field));
        box.getStyleClass().add("field-" + field.id());
        return dressed(field, box);
    }

    private Field flag(RecipeField field) {
        CheckBox box = new CheckBox(words.get("field." + field.id() + ".check"));
        box.setSelected(draft.text(field).get().equals("true"));
        box.selectedProperty()
                .addListener((property, was, on) -> draft.text(field).set(on ? "true" : "false"));
        draft.text(field).subscribe(text -> box.setSelected(text.equals("true")));
        box.getStyleClass().add("field-" + field.id());
        return dressed(field, box);
    }

    private Field text(RecipeField field) {
        TextField input = new TextField();
        input.setPrefColumnCount(8);
        input.textProperty().bindBidirectional(draft.text(field));
        input.getStyleClass().add("field-" + field.id());
        return dressed(field, input);
    }

    private Field dressed(RecipeField field, Node input) {
        String key = "field." + field.id();
        Described.describe(input, words.get(key));
        Field shown = new Field(words.get(key), input).help(words.get(key + ".help"));
        String recommended = words.find(key + ".hint");
        if (!recommended.isEmpty()) {
            shown.hint(recommended);
        }
        shown.errorProperty().bind(draft.error(field));
        return shown;
    }

    private static GridPane grid(int columns) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("recipe-grid");
        for (int i = 0; i < columns; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / columns);
            grid.getColumnConstraints().add(column);
        }
        return grid;
    }

    private static ScrollPane scrolling(Node content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "page-scroll");
        scroll.setFocusTraversable(false);
        HBox.setHgrow(scroll, Priority.ALWAYS);
        return scroll;
    }
}
