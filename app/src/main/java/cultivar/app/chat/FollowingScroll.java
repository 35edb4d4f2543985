package cultivar.app.chat;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/**
 * Scrolls what grows at its end: whoever looks at the end keeps seeing it, and whoever looks at something above keeps
 * seeing that.
 */
final class FollowingScroll extends ScrollPane {
    /** As near the end as this counts as at the end, in pixels. */
    private static final double NEAR = 24;

    private final VBox content = new VBox() {
        @Override
        protected void layoutChildren() {
            super.layoutChildren();
            rest();
        }
    };
    private double top;
    private double known;
    private boolean atEnd = true;
    private boolean moving;

    FollowingScroll() {
        setContent(content);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().addAll("edge-to-edge", "page-scroll");
        vvalueProperty().subscribe(this::moved);
        content.heightProperty().subscribe(this::grown);
        viewportBoundsProperty().subscribe(this::grown);
        // A scroll pane keeps a picture of what it shows, which what streams would have drawn anew in every frame.
        skinProperty()
                .subscribe(skin -> getChildrenUnmodifiable().stream()
                        .filter(child -> child.getStyleClass().contains("viewport"))
                        .forEach(child -> child.setCache(false)));
    }

    private double hidden() {
        return content.getHeight() - getViewportBounds().getHeight();
    }

    /** Where the content has grown, the pane has moved by itself, and {@link #grown} is to come. */
    private void moved() {
        if (!moving && hidden() == known) {
            top = getVvalue() * Math.max(0, hidden());
            atEnd = hidden() - top < NEAR;
        }
        rest();
    }

    /** What is further away than a view's height rests. */
    private void rest() {
        double height = getViewportBounds().getHeight();
        if (height <= 0) {
            return;
        }
        for (Node child : content.getChildren()) {
            double from = child.getLayoutY() - top;
            if (child instanceof RestingBox box && box.getHeight() > 0) {
                box.rest(from + box.getHeight() < -height || from > 2 * height);
            }
        }
    }

    private void grown() {
        double hidden = hidden();
        known = hidden;
        moving = true;
        setVvalue(hidden <= 0 ? 0 : atEnd ? 1 : Math.min(1, top / hidden));
        moving = false;
        if (atEnd) {
            top = Math.max(0, hidden);
        }
        rest();
    }

    /** What is scrolled: {@link RestingBox}es rest while they are far from what is seen. */
    VBox content() {
        return content;
    }

    /** Stays at what is seen, whatever comes below it. */
    void stay() {
        atEnd = false;
    }

    /** Goes to the end and stays there. */
    void toEnd() {
        atEnd = true;
        grown();
    }
}
