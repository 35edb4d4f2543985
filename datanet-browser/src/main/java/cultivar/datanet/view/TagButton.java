package cultivar.datanet.view;

import cultivar.datanet.suggest.Suggestion;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Texts;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A tag with its key: off, on, or suggested with how sure the suggestion is. */
final class TagButton extends ToggleButton {
    private static final PseudoClass SUGGESTED = PseudoClass.getPseudoClass("suggested");

    private final String name;
    private final Words words;
    private final Label score = Texts.caption("");

    TagButton(String name, Label key, Words words) {
        super(name);
        this.name = name;
        this.words = words;
        score.setWrapText(false);
        score.setMinWidth(Region.USE_PREF_SIZE);
        score.managedProperty().bind(score.visibleProperty());
        HBox marks = new HBox(6, score, key);
        marks.setAlignment(Pos.CENTER_LEFT);
        setGraphic(marks);
        setContentDisplay(ContentDisplay.RIGHT);
        setMaxWidth(Double.MAX_VALUE);
        setAlignment(Pos.CENTER_LEFT);
        setFocusTraversable(false);
        getStyleClass().add("desk-tag");
        mark(false, null);
    }

    String name() {
        return name;
    }

    void mark(boolean set, @Nullable Suggestion suggestion) {
        setSelected(set);
        pseudoClassStateChanged(SUGGESTED, suggestion != null);
        score.setVisible(suggestion != null);
        if (suggestion == null) {
            Described.describe(this, words.get("desk.tag", name));
            return;
        }
        String sure = words.percent(suggestion.score());
        score.setText(sure);
        Described.describe(this, words.get("desk.suggested", name, sure), why(suggestion), null);
    }

    private String why(Suggestion suggestion) {
        return switch (suggestion.reason()) {
            case Suggestion.ByRule(String word) -> words.get("desk.suggested.rule", word);
            case Suggestion.ByRows(int having, int of, var nearest) ->
                words.get("desk.suggested.rows", having, of, nearest.id(), RowsPane.question(nearest));
            case Suggestion.ByModel(String model, var trial) ->
                words.get("desk.suggested.model", model, trial.right(), trial.of());
        };
    }
}
