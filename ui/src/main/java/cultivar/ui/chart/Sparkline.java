package cultivar.ui.chart;

import java.util.Arrays;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineJoin;

/** A line the size of a word, without axes. */
public final class Sparkline extends ChartCanvas {
    private static final double INSET = 3;

    private final Decimation thinned = new Decimation();
    private double[] steps = {};
    private double[] values = {};

    /** An empty line, 120 by 28 pixels unless the layout says otherwise. */
    public Sparkline() {
        getStyleClass().add("sparkline");
        setPrefSize(120, 28);
        setMaxHeight(USE_PREF_SIZE);
    }

    /** Replaces the line by values at equal distances; values that are no numbers are left out. */
    public void setValues(double... newValues) {
        values = Arrays.stream(newValues).filter(Double::isFinite).toArray();
        steps = new double[values.length];
        Arrays.setAll(steps, i -> i);
        repaint();
    }

    @Override
    void paint(GraphicsContext g, double width, double height) {
        int count = values.length;
        if (count == 0) {
            return;
        }
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(1);
        double range = high - low < 1e-12 ? 1 : high - low;
        thinned.run(steps, values, count, 0, Math.max(1, count - 1), (int) width);
        Color colour = line(0);
        g.setStroke(colour);
        g.setLineWidth(1.5);
        g.setLineJoin(StrokeLineJoin.ROUND);
        g.beginPath();
        double x = INSET;
        double y = height / 2;
        for (int i = 0; i < thinned.size(); i++) {
            x = INSET + thinned.x(i) / Math.max(1, count - 1) * (width - 2 * INSET);
            y = height - INSET - (thinned.y(i) - low) / range * (height - 2 * INSET);
            if (i == 0) {
                g.moveTo(x, y);
            } else {
                g.lineTo(x, y);
            }
        }
        g.stroke();
        g.setFill(colour);
        g.fillOval(x - 2.5, y - 2.5, 5, 5);
    }
}
