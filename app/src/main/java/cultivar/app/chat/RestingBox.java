package cultivar.app.chat;

import cultivar.ui.control.KeptBox;
import java.util.List;
import javafx.scene.Node;

/**
 * A column that takes its nodes out of the window while nobody can see them, and keeps their place: every pulse looks at
 * all nodes of the window, seen or not.
 */
final class RestingBox extends KeptBox {
    private List<Node> taken = List.of();
    private boolean resting;
    private double restingWidth;
    private double restingHeight;

    RestingBox(double spacing, Node... children) {
        super(spacing, children);
    }

    /** Takes the nodes out, or puts them back. */
    void rest(boolean wanted) {
        if (wanted == resting) {
            return;
        }
        resting = wanted;
        if (wanted) {
            restingWidth = getWidth();
            restingHeight = getHeight();
            taken = List.copyOf(getChildren());
            getChildren().clear();
        } else {
            getChildren().setAll(taken);
            taken = List.of();
        }
    }

    /** Of the nodes that are out, what it was; at another width about as many lines. */
    @Override
    protected double computePrefHeight(double width) {
        if (!resting) {
            return super.computePrefHeight(width);
        }
        return width <= 0 || width == restingWidth ? restingHeight : restingHeight * restingWidth / width;
    }
}
