package cultivar.ui.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A bordered surface for things that belong together. */
public final class Card extends VBox {
    private final Label title = Texts.heading("");
    private final HBox actions = new HBox(8);

    /** A card without a title. */
    public Card(Node... content) {
        getStyleClass().add("card-surface");
        getChildren().addAll(content);
        actions.setAlignment(Pos.CENTER_RIGHT);
        title.setWrapText(true);
    }

    /** A card with a title above its content. */
    public static Card titled(String title, Node... content) {
        Card card = new Card(content);
        card.title.setText(title);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox header = new HBox(12, card.title, gap, card.actions);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("card-header");
        card.getChildren().addFirst(header);
        return card;
    }

    /** Puts buttons or badges at the right of the title. For cards made by {@link #titled}. */
    public Card actions(Node... nodes) {
        actions.getChildren().setAll(nodes);
        return this;
    }

    /** Uses less padding, for cards in grids. */
    public Card compact() {
        getStyleClass().add("compact");
        return this;
    }
}
