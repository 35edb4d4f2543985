package cultivar.datanet.view;

import cultivar.datanet.DatanetException;
import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.load.HeadingQuestions;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Texts;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Asks how documents become rows. */
final class DocumentPane extends VBox {
    private final Words words;
    private final RadioButton headings;
    private final RadioButton model;
    private final RadioButton hand;
    private final ComboBox<String> templates = new ComboBox<>();
    private final ComboBox<ModelChoice> models = new ComboBox<>();
    private final Label wrong = Texts.caption("");
    private final ObjectProperty<@Nullable DocumentWay> way = new SimpleObjectProperty<>(this, "way");

    /** @param load brings the models that there are, on the FX thread */
    DocumentPane(Words words, Consumer<Consumer<List<ModelChoice>>> load) {
        super(8);
        this.words = words;
        ToggleGroup ways = new ToggleGroup();
        headings = radio("import.document.headings", ways);
        model = radio("import.document.model", ways);
        hand = radio("import.document.hand", ways);
        headings.setSelected(true);
        templates.setEditable(true);
        templates.setMaxWidth(Double.MAX_VALUE);
        templates
                .getItems()
                .setAll(
                        HeadingQuestions.MARK,
                        words.get("import.document.template.section", HeadingQuestions.MARK),
                        words.get("import.document.template.explain", HeadingQuestions.MARK),
                        "");
        templates.setValue(HeadingQuestions.MARK);
        templates.getStyleClass().add("document-template");
        Described.describe(templates, words.messages(), "datanet.import.document.template");
        models.setMaxWidth(Double.MAX_VALUE);
        models.setPlaceholder(Texts.muted(words.get("import.document.models.none")));
        models.getStyleClass().add("document-model");
        models.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable ModelChoice choice) {
                return choice == null ? "" : choice.name();
            }

            @Override
            public ModelChoice fromString(String name) {
                return new ModelChoice(name, "");
            }
        });
        Described.describe(models, words.get("import.document.models"));
        wrong.getStyleClass().add("import-refused");
        Label templateHelp = Texts.caption(words.get("import.document.template.help"));
        Label modelHelp = Texts.caption(words.get("import.document.model.help"));
        VBox template = below(headings, templates, templateHelp, wrong);
        VBox chosen = below(model, models, modelHelp);
        getChildren()
                .addAll(
                        Texts.overline(words.get("import.document")),
                        headings,
                        template,
                        model,
                        chosen,
                        hand,
                        below(hand, Texts.caption(words.get("import.document.hand.help"))));
        ways.selectedToggleProperty().subscribe(this::update);
        templates.getEditor().textProperty().subscribe(this::update);
        models.valueProperty().subscribe(this::update);
        load.accept(found -> {
            models.getItems().setAll(found);
            models.getSelectionModel().selectFirst();
        });
        update();
    }

    /** What was chosen; null while it cannot be used. */
    ObjectProperty<@Nullable DocumentWay> way() {
        return way;
    }

    private void update() {
        wrong.setText("");
        if (model.isSelected()) {
            ModelChoice choice = models.getValue();
            way.set(choice == null ? null : new DocumentWay.ByModel(choice));
        } else if (hand.isSelected()) {
            way.set(new DocumentWay.ByHand());
        } else {
            try {
                way.set(new DocumentWay.ByHeadings(
                        new HeadingQuestions(templates.getEditor().getText())));
            } catch (DatanetException e) {
                wrong.setText(words.get("import.document.template.wrong", HeadingQuestions.MARK));
                way.set(null);
            }
        }
        wrong.setVisible(!wrong.getText().isEmpty());
    }

    private RadioButton radio(String key, ToggleGroup group) {
        RadioButton button = new RadioButton(words.get(key));
        button.setToggleGroup(group);
        button.getStyleClass().add(key.replace('.', '-'));
        return button;
    }

    private static VBox below(RadioButton way, javafx.scene.Node... nodes) {
        VBox box = new VBox(4, nodes);
        box.getStyleClass().add("import-below");
        box.visibleProperty().bind(way.selectedProperty());
        box.managedProperty().bind(box.visibleProperty());
        for (javafx.scene.Node node : nodes) {
            node.managedProperty().bind(node.visibleProperty());
        }
        return box;
    }
}
