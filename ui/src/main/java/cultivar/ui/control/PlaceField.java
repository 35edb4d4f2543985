package cultivar.ui.control;

import cultivar.ui.a11y.Described;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.StringProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.Window;
import org.kordamp.ikonli.feather.Feather;

/** A labelled input for a place on the disk, typed or chosen in the system's dialog. What is typed takes the error away. */
public final class PlaceField {
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final TextField input = new TextField();
    private final Field field;

    /**
     * A field without a place.
     *
     * @param name the visible label
     * @param verb on the button
     * @param choose asks for a place in front of a window, and sets it
     */
    public PlaceField(String name, String verb, Consumer<Window> choose) {
        HBox.setHgrow(input, Priority.ALWAYS);
        Button button = Buttons.secondary(
                verb, Feather.FOLDER, () -> choose.accept(input.getScene().getWindow()));
        HBox row = new HBox(8, input, button);
        row.setAlignment(Pos.CENTER_LEFT);
        field = new Field(name, row);
        Described.describe(input, name);
        input.textProperty().subscribe(() -> field.errorProperty().set(""));
        field.errorProperty().subscribe(text -> {
            input.pseudoClassStateChanged(DANGER, !text.isEmpty());
            input.setAccessibleHelp(text);
        });
    }

    /** The whole field. */
    public Node root() {
        return field;
    }

    /** What is typed into. */
    public TextField input() {
        return input;
    }

    /** What is wrong with the place; empty if nothing is. */
    public StringProperty errorProperty() {
        return field.errorProperty();
    }

    /** The place; empty where nothing is typed, or nothing that can be a place. */
    public Optional<Path> place() {
        String text = input.getText().strip();
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The last name of the place; empty where there is none. */
    public String fileName() {
        return place().map(Path::getFileName).map(Path::toString).orElse("");
    }

    /** Shows a place, of a long one its end, which says more than its beginning. */
    public void set(Path place) {
        input.setText(place.toString());
        input.end();
    }
}
