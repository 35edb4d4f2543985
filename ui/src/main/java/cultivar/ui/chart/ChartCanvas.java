package cultivar.ui.chart;

import java.util.ArrayList;
import java.util.List;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/** A region filled by a canvas that repaints once per pulse at most, with colours set by CSS. */
abstract class ChartCanvas extends Region {
    private static final StyleablePropertyFactory<ChartCanvas> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    private static final List<CssMetaData<ChartCanvas, Color>> LINES = new ArrayList<>();
    private static final CssMetaData<ChartCanvas, Color> GRID =
            STYLES.createColorCssMetaData("-cv-grid-colour", chart -> chart.grid, Color.LIGHTGRAY);
    private static final CssMetaData<ChartCanvas, Color> AXIS =
            STYLES.createColorCssMetaData("-cv-axis-colour", chart -> chart.axis, Color.GRAY);
    private static final CssMetaData<ChartCanvas, Color> TEXT =
            STYLES.createColorCssMetaData("-cv-text-colour", chart -> chart.text, Color.BLACK);
    private static final CssMetaData<ChartCanvas, Color> SURFACE =
            STYLES.createColorCssMetaData("-cv-surface-colour", chart -> chart.surface, Color.WHITE);

    static {
        for (int i = 0; i < 6; i++) {
            int line = i;
            LINES.add(STYLES.createColorCssMetaData(
                    "-cv-line-colour-" + (i + 1), chart -> chart.lines.get(line), Color.GREEN));
        }
    }

    private final Canvas canvas = new Canvas();
    private final List<SimpleStyleableObjectProperty<Color>> lines = new ArrayList<>();
    private final SimpleStyleableObjectProperty<Color> grid = colour(GRID, Color.LIGHTGRAY);
    private final SimpleStyleableObjectProperty<Color> axis = colour(AXIS, Color.GRAY);
    private final SimpleStyleableObjectProperty<Color> text = colour(TEXT, Color.BLACK);
    private final SimpleStyleableObjectProperty<Color> surface = colour(SURFACE, Color.WHITE);

    ChartCanvas() {
        getStyleClass().add("chart-canvas");
        LINES.forEach(data -> lines.add(colour(data, Color.GREEN)));
        getChildren().add(canvas);
        setMinSize(0, 0);
    }

    private SimpleStyleableObjectProperty<Color> colour(CssMetaData<ChartCanvas, Color> data, Color initial) {
        SimpleStyleableObjectProperty<Color> property =
                new SimpleStyleableObjectProperty<>(data, this, data.getProperty(), initial);
        property.subscribe(colour -> repaint());
        return property;
    }

    /** Asks for a repaint in the next pulse. */
    final void repaint() {
        requestLayout();
    }

    @Override
    protected final void layoutChildren() {
        double width = Math.max(0, snapSizeX(getWidth()));
        double height = Math.max(0, snapSizeY(getHeight()));
        canvas.setWidth(width);
        canvas.setHeight(height);
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, width, height);
        if (width > 1 && height > 1) {
            paint(g, width, height);
        }
    }

    /** Paints everything. */
    abstract void paint(GraphicsContext g, double width, double height);

    final Color line(int index) {
        return lines.get(index % lines.size()).get();
    }

    final Color grid() {
        return grid.get();
    }

    final Color axis() {
        return axis.get();
    }

    final Color text() {
        return text.get();
    }

    final Color surface() {
        return surface.get();
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }
}
