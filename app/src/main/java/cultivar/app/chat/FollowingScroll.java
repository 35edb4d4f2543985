package cultivar.app.chat;

import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/**
 * Scrolls what grows at its end: whoever looks at the end keeps seeing it, and whoever looks at something above keeps
 * seeing that.
 */
final class FollowingScroll extends ScrollPane {
    /** As near the end as this counts as at the end, in pixels. */
    private static final double NEAR = 24;

    private final Region content;
    private double top;
    private boolean atEnd = true;
    private boolean moving;

    FollowingScroll(Region content) {
        super(content);
        this.content = content;
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().addAll("edge-to-edge", "page-scroll");
        vvalueProperty().subscribe(this::moved);
        content.heightProperty().subscribe(this::grown);
        viewportBoundsProperty().subscribe(this::grown);
    }

    private double hidden() {
        return content.getHeight() - getViewportBounds().getHeight();
    }

    private void moved() {
        if (!moving) {
            top = getVvalue() * Math.max(0, hidden());
            atEnd = hidden() - top < NEAR;
        }
    }

    private void grown() {
        double hidden = hidden();
        moving = true;
        setVvalue(hidden <= 0 ? 0 : atEnd ? 1 : Math.min(1, top / hidden));
        moving = false;
        if (atEnd) {
            top = Math.max(0, hidden);
        }
    }

    /** Goes to the end and stays there. */
    void toEnd() {
        atEnd = true;
        grown();
    }
}
