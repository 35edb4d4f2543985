package cultivar.app.layout;

import javafx.geometry.VPos;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;

/**
 * Regions side by side in equal widths, as high as the text in them needs at that width. (A box whose children grow
 * would ask for the height that they need before they have grown.)
 */
public final class Columns {
    private static final double GAP = 16;

    private Columns() {}

    /** Columns from left to right; each fills its width. */
    public static GridPane of(Region... regions) {
        GridPane grid = new GridPane(GAP, 0);
        for (int i = 0; i < regions.length; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / regions.length);
            column.setFillWidth(true);
            grid.getColumnConstraints().add(column);
            Region region = regions[i];
            region.setMinWidth(0);
            region.setMaxWidth(Double.MAX_VALUE);
            GridPane.setValignment(region, VPos.TOP);
            grid.add(region, i, 0);
        }
        return grid;
    }
}
