package cultivar.datanet.view;

import cultivar.datanet.store.DraftNote;
import cultivar.ui.a11y.Described;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.Texts;
import java.util.List;
import java.util.function.LongConsumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The documents of which somebody has begun to make rows, each with the way back to it. */
final class DraftsCard extends StackPane {
    private final Words words;
    private final LongConsumer open;

    DraftsCard(Words words, List<DraftNote> drafts, LongConsumer open) {
        this.words = words;
        this.open = open;
        VBox lines = new VBox(10);
        drafts.forEach(draft -> lines.getChildren().add(line(draft)));
        getChildren().setAll(Card.titled(words.get("drafts.title"), lines));
    }

    private Node line(DraftNote draft) {
        Label file = new Label(draft.file());
        file.getStyleClass().add("strong");
        file.setMinWidth(0);
        VBox what =
                new VBox(2, file, Texts.caption(words.get("drafts.rows", draft.rows(), words.date(draft.changed()))));
        what.setMinWidth(0);
        HBox.setHgrow(what, Priority.ALWAYS);
        Button go = Buttons.secondary(words.get("drafts.go"), null, () -> open.accept(draft.id()));
        go.getStyleClass().add("draft-go");
        go.setMinWidth(USE_PREF_SIZE);
        Described.describe(go, words.get("drafts.go.name", draft.file()));
        HBox line = new HBox(10, what, go);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }
}
