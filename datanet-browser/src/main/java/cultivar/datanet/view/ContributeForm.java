package cultivar.datanet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.text.Messages;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Asks what rows are given under which licence, where they come from, what for, and where the file goes. */
final class ContributeForm {
    private static final List<String> LICENCES =
            List.of("CC-BY-4.0", "CC0-1.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "ODC-By-1.0", "MIT", "Apache-2.0");

    private final Words words;
    private final MappingPane mapping;
    private final DialogHandle<ContributeChoice> handle;
    private final ComboBox<String> licence = new ComboBox<>();
    private final TextField source = new TextField();
    private final TextField use = new TextField();
    private final TextField target = new TextField();
    private final Field sourceField;
    private final Field useField;
    private final Field targetField;
    private final VBox root = new VBox(10);

    /** @param place where the file goes unless another place is chosen */
    ContributeForm(
            Words words, List<Path> files, MappingPane mapping, Path place, DialogHandle<ContributeChoice> handle) {
        this.words = words;
        this.mapping = mapping;
        this.handle = handle;
        licence.getItems().setAll(LICENCES);
        licence.getSelectionModel().selectFirst();
        licence.getStyleClass().add("contribute-licence");
        Field licenceField =
                new Field(words.get("contribute.licence"), licence).hint(words.get("contribute.licence.hint"));
        sourceField = field("source", source);
        useField = field("use", use);
        target.setText(place.toString());
        target.getStyleClass().add("contribute-target");
        targetField = new Field(words.get("contribute.target"), target);
        target.textProperty().subscribe(() -> targetField.errorProperty().set(""));
        HBox.setHgrow(targetField, Priority.ALWAYS);
        Button browse = Buttons.secondary(words.get("contribute.browse"), Feather.FOLDER, this::browse);
        HBox where = new HBox(8, targetField, browse);
        where.getStyleClass().add("contribute-where");
        Button cancel = Buttons.secondary(Messages.ui().get("ui.action.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        Button go = Buttons.primary(words.get("contribute.go"), Feather.FILE_TEXT, this::submit);
        go.setDefaultButton(true);
        go.getStyleClass().add("contribute-go");
        go.disableProperty().bind(mapping.usable().not());
        root.getChildren()
                .addAll(
                        Texts.caption(files.stream()
                                .map(file -> String.valueOf(file.getFileName()))
                                .collect(Collectors.joining(", "))),
                        Texts.body(words.get("contribute.what")),
                        mapping,
                        sourceField,
                        useField,
                        licenceField,
                        where,
                        new DialogButtons(cancel, go));
        root.getStylesheets().add(Styles.sheet());
        root.getStyleClass().add("contribute-form");
    }

    Node root() {
        return root;
    }

    private Field field(String key, TextField input) {
        input.setPromptText(words.get("contribute." + key + ".prompt"));
        input.getStyleClass().add("contribute-" + key);
        Field field = new Field(words.get("contribute." + key), input);
        input.textProperty().subscribe(() -> field.errorProperty().set(""));
        return field;
    }

    private void submit() {
        boolean named = target.getText().strip().endsWith(".json");
        sourceField.errorProperty().set(missing("source", source));
        useField.errorProperty().set(missing("use", use));
        targetField.errorProperty().set(named ? "" : words.get("contribute.target.wrong"));
        if (named && !source.getText().isBlank() && !use.getText().isBlank()) {
            handle.submit(new ContributeChoice(
                    mapping.changes(),
                    licence.getValue(),
                    source.getText().strip(),
                    use.getText().strip(),
                    Path.of(target.getText().strip())));
        }
    }

    private String missing(String key, TextField input) {
        return input.getText().isBlank() ? words.get("contribute." + key + ".missing") : "";
    }

    private void browse() {
        Path now = Path.of(target.getText().strip());
        Path chosen = RowFiles.save(
                root.getScene().getWindow(), words.get("contribute.target"), String.valueOf(now.getFileName()));
        if (chosen != null) {
            target.setText(chosen.toString());
        }
    }
}
