package cultivar.ui.control;

import javafx.scene.Node;
import javafx.scene.layout.VBox;

/**
 * A column that remembers how high it is at a width until something in it changes, and is never lower. Containers ask all
 * their children for their heights whenever one of them changes, and text would break its lines each time.
 */
public class KeptBox extends VBox {
    // Plain values without initial ones, because the constructor above asks for a layout before they would be set.
    private boolean kept;
    private double keptWidth;
    private double keptHeight;

    /** A column. */
    public KeptBox(double spacing, Node... children) {
        super(spacing, children);
    }

    @Override
    protected double computePrefHeight(double width) {
        if (!kept || keptWidth != width) {
            keptHeight = super.computePrefHeight(width);
            keptWidth = width;
            kept = true;
        }
        return keptHeight;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    public void requestLayout() {
        kept = false;
        super.requestLayout();
    }
}
