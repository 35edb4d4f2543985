package cultivar.ui.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The frame of every screen: title, one line on what the screen is for, actions at the right, and a body. */
public final class Page extends VBox {
    private final Label title;
    private final Label subtitle;
    private final HBox actions = new HBox(8);
    private final HBox header;

    /** A page without a body yet. */
    public Page(String title, String subtitle) {
        getStyleClass().add("page");
        this.title = Texts.screenTitle(title);
        this.title.setMinWidth(0);
        this.subtitle = Texts.muted(subtitle);
        this.subtitle.managedProperty().bind(this.subtitle.textProperty().isNotEmpty());
        VBox words = new VBox(4, this.title, this.subtitle);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        actions.setAlignment(Pos.CENTER_RIGHT);
        actions.setMinWidth(Region.USE_PREF_SIZE);
        header = new HBox(16, words, actions);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("page-header");
        getChildren().add(header);
    }

    /** The title's label, for a title that changes. */
    public Label title() {
        return title;
    }

    /** The subtitle's label, for a subtitle that changes. */
    public Label subtitle() {
        return subtitle;
    }

    /** Puts actions at the right of the title, the primary one last. */
    public Page actions(Node... nodes) {
        actions.getChildren().setAll(nodes);
        return this;
    }

    /** Puts something before the title, such as a button that leads back. */
    public Page leading(Node node) {
        header.getChildren().addFirst(node);
        return this;
    }

    /** A body that fills the page and scrolls by itself, such as a table. */
    public Page body(Node node) {
        return setBody(node);
    }

    /** A body as high as it needs, which the page scrolls. */
    public Page scrollingBody(Region node) {
        node.getStyleClass().add("page-body");
        ScrollPane scroll = new ScrollPane(node);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "page-scroll");
        scroll.setFocusTraversable(false);
        return setBody(scroll);
    }

    private Page setBody(Node node) {
        VBox.setVgrow(node, Priority.ALWAYS);
        getChildren().setAll(header, node);
        return this;
    }
}
