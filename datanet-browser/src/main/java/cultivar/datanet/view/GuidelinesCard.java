package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.ui.control.Card;
import cultivar.ui.control.Texts;
import cultivar.ui.markdown.MarkdownView;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import org.jspecify.annotations.Nullable;

/** A datanet's guidelines for those who review, always in view beside what they review. */
final class GuidelinesCard {
    private static final double HEIGHT = 168;

    private final Words words;
    private final ScrollPane scroll = new ScrollPane();
    private final Card root;

    GuidelinesCard(ObservableValue<? extends @Nullable Datanet> datanet, Words words) {
        this.words = words;
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setFocusTraversable(false);
        scroll.setAccessibleText(words.get("desk.guidelines"));
        root = Card.titled(words.get("desk.guidelines"), scroll);
        root.compact();
        root.getStyleClass().add("desk-guidelines");
        root.setMaxHeight(HEIGHT);
        root.setMinHeight(Math.min(HEIGHT, 96));
        datanet.subscribe(this::show);
    }

    Node root() {
        return root;
    }

    private void show(@Nullable Datanet datanet) {
        String text = datanet == null ? "" : datanet.card().guidelines();
        scroll.setContent(text.isBlank() ? Texts.muted(words.get("desk.guidelines.none")) : MarkdownView.of(text));
        scroll.setVvalue(0);
    }
}
