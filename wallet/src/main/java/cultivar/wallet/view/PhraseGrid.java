package cultivar.wallet.view;

import cultivar.ui.control.Texts;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * The numbered words of a recovery phrase, as dots until they are to be shown, and again as dots when the window loses the
 * focus or goes.
 */
final class PhraseGrid extends GridPane {
    private static final int COLUMNS = 3;
    private static final String HIDDEN = "\u2022".repeat(6);

    PhraseGrid(List<String> words, BooleanProperty shown) {
        super(8, 8);
        getStyleClass().add("phrase-grid");
        for (int column = 0; column < COLUMNS; column++) {
            ColumnConstraints third = new ColumnConstraints();
            third.setPercentWidth(100.0 / COLUMNS);
            getColumnConstraints().add(third);
        }
        for (int i = 0; i < words.size(); i++) {
            Label number = Texts.caption(Integer.toString(i + 1));
            number.setMinWidth(20);
            Label word = Texts.mono("");
            word.getStyleClass().add("phrase-word");
            String value = words.get(i);
            word.textProperty().bind(shown.map(visible -> visible ? value : HIDDEN));
            HBox cell = new HBox(4, number, word);
            cell.getStyleClass().add("phrase-cell");
            add(cell, i % COLUMNS, i / COLUMNS);
        }
        ObservableValue<Window> window = sceneProperty().flatMap(Scene::windowProperty);
        window.flatMap(Window::focusedProperty).subscribe(focused -> hideUnless(focused, shown));
        window.flatMap(Window::showingProperty).subscribe(showing -> hideUnless(showing, shown));
    }

    private static void hideUnless(@Nullable Boolean condition, BooleanProperty shown) {
        if (!Boolean.TRUE.equals(condition)) {
            shown.set(false);
        }
    }
}
