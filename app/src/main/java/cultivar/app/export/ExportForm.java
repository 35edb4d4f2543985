package cultivar.app.export;

import cultivar.runtime.export.ExportFormat;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Field;
import cultivar.ui.control.PlaceField;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.ui.text.Messages;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.Window;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Asks for the form of an export, the type of its numbers and its place. */
final class ExportForm {
    private final Messages messages;
    private final String name;
    private final DialogHandle<ExportChoice> handle;
    private final ToggleGroup formats = new ToggleGroup();
    private final ComboBox<String> types = new ComboBox<>();
    private final PlaceField place;
    private final VBox root = new VBox(16);
    private Path shelf;

    ExportForm(Messages messages, String name, Path shelf, DialogHandle<ExportChoice> handle) {
        this.messages = messages;
        this.name = name;
        this.shelf = shelf;
        this.handle = handle;
        VBox choices = new VBox(10);
        for (ExportFormat format : ExportFormat.values()) {
            choices.getChildren().add(choice(format));
        }
        types.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable String type) {
                return type == null ? "" : messages.get("export.type." + type);
            }

            @Override
            public String fromString(String text) {
                throw new UnsupportedOperationException("the box is not editable");
            }
        });
        types.getStyleClass().add("export-type");
        place = new PlaceField(messages.get("export.place"), messages.get("export.choose"), this::choose);
        place.input().getStyleClass().add("export-place");

        formats.selectedToggleProperty().subscribe(this::formatChanged);
        types.valueProperty().subscribe(this::suggestPlace);
        formats.selectToggle(formats.getToggles().getFirst());

        Button cancel = Buttons.secondary(Messages.ui().get("ui.action.cancel"), null, handle::cancel);
        cancel.setCancelButton(true);
        Button go = Buttons.primary(messages.get("export.go"), Feather.DOWNLOAD, this::submit);
        go.getStyleClass().add("export-go");
        go.setDefaultButton(true);
        root.getChildren()
                .addAll(
                        choices,
                        new Field(messages.get("export.type"), types),
                        place.root(),
                        Texts.caption(messages.get("export.check")),
                        new DialogButtons(cancel, go));
    }

    Node root() {
        return root;
    }

    private Node choice(ExportFormat format) {
        RadioButton button = new RadioButton(messages.get("export.format." + format.id()));
        String explanation = messages.get("export.format." + format.id() + ".text");
        button.setToggleGroup(formats);
        button.setUserData(format);
        button.setAccessibleHelp(explanation);
        button.getStyleClass().add("export-" + format.id());
        Node caption = Texts.caption(explanation);
        VBox.setMargin(caption, new Insets(0, 0, 0, 26));
        return new VBox(2, button, caption);
    }

    private ExportFormat format() {
        return (ExportFormat)
                Objects.requireNonNull(formats.getSelectedToggle()).getUserData();
    }

    private void formatChanged() {
        if (formats.getSelectedToggle() != null) {
            types.getItems().setAll(format().types());
            types.getSelectionModel().selectFirst();
        }
    }

    private void suggestPlace() {
        String type = types.getValue();
        if (type != null) {
            place.set(shelf.resolve(format().fileName(name, type)));
        }
    }

    private void choose(Window window) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(messages.get("export.place"));
        if (Files.isDirectory(shelf)) {
            chooser.setInitialDirectory(shelf.toFile());
        }
        @Nullable File folder = chooser.showDialog(window);
        if (folder != null) {
            shelf = folder.toPath();
            suggestPlace();
        }
    }

    private void submit() {
        Path output = place.place().filter(Path::isAbsolute).orElse(null);
        if (output == null) {
            place.errorProperty().set(messages.get("export.place.whole"));
        } else if (Files.exists(output)) {
            place.errorProperty().set(messages.get("export.place.taken"));
        } else {
            handle.submit(new ExportChoice(format(), types.getValue(), output));
        }
    }
}
