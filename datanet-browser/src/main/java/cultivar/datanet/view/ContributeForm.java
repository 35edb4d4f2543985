package cultivar.datanet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.PlaceField;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.text.Messages;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
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
    private final PlaceField target;
    private final Field sourceField;
    private final Field useField;
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
        target = new PlaceField(words.get("contribute.target"), words.get("contribute.browse"), this::browse);
        target.set(place);
        target.input().getStyleClass().add("contribute-target");
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
                        target.root(),
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
        Optional<Path> place = target.place().filter(path -> path.toString().endsWith(".json"));
        sourceField.errorProperty().set(missing("source", source));
        useField.errorProperty().set(missing("use", use));
        target.errorProperty().set(place.isPresent() ? "" : words.get("contribute.target.wrong"));
        if (place.isPresent() && !source.getText().isBlank() && !use.getText().isBlank()) {
            handle.submit(new ContributeChoice(
                    mapping.changes(),
                    licence.getValue(),
                    source.getText().strip(),
                    use.getText().strip(),
                    place.get()));
        }
    }

    private String missing(String key, TextField input) {
        return input.getText().isBlank() ? words.get("contribute." + key + ".missing") : "";
    }

    private void browse(Window window) {
        Path chosen = RowFiles.save(window, words.get("contribute.target"), target.fileName());
        if (chosen != null) {
            target.set(chosen);
        }
    }
}
