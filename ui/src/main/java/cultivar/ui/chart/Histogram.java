package cultivar.ui.chart;

import java.util.Arrays;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** How often values fall into equal ranges; a cutoff tints what lies beyond it. */
public final class Histogram extends ChartCanvas {
    private static final double BOTTOM = 24;
    private static final double TOP = 8;

    /** The height of a bar of few beside one of many, which has to be seen all the same. */
    private static final double LEAST = 3;

    private static final Font LABEL = Font.font("Inter", 12);

    private long[] counts = {};
    private double low;
    private double high = 1;
    private double cutoff = Double.POSITIVE_INFINITY;
    private boolean whole;

    /** An empty histogram, 320 by 120 pixels unless the layout says otherwise. */
    public Histogram(String name) {
        getStyleClass().add("histogram");
        setPrefSize(320, 120);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(name);
    }

    /**
     * Replaces the bars.
     *
     * @param newCounts how many values fall into each of the equal ranges between {@code newLow} and {@code newHigh}
     */
    public void setCounts(long[] newCounts, double newLow, double newHigh) {
        counts = newCounts.clone();
        low = newLow;
        high = newHigh > newLow ? newHigh : newLow + 1;
        repaint();
    }

    /** Whether the values are counts, so that no label lies between two whole numbers. */
    public void setWhole(boolean on) {
        whole = on;
        repaint();
    }

    /** Draws a line at a value and tints the bars beyond it; infinity for no line. */
    public void setCutoff(double value) {
        cutoff = value;
        repaint();
    }

    @Override
    void paint(GraphicsContext g, double width, double height) {
        long most = Arrays.stream(counts).max().orElse(0);
        double floor = height - BOTTOM;
        g.setStroke(grid());
        g.setLineWidth(1);
        g.strokeLine(0, Math.round(floor) + 0.5, width, Math.round(floor) + 0.5);
        if (most > 0) {
            paintBars(g, width, floor, most);
        }
        paintLabels(g, width, floor);
    }

    private void paintBars(GraphicsContext g, double width, double floor, long most) {
        double bar = width / counts.length;
        Color within = line(0);
        Color beyond = line(1).deriveColor(0, 1, 1, 0.6);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                continue;
            }
            double barHeight = Math.max(LEAST, (floor - TOP) * counts[i] / most);
            double start = low + (high - low) * i / counts.length;
            g.setFill(start >= cutoff ? beyond : within);
            g.fillRoundRect(i * bar + 0.5, floor - barHeight, Math.max(1, bar - 1), barHeight, 3, 3);
        }
    }

    private void paintLabels(GraphicsContext g, double width, double floor) {
        g.setFont(LABEL);
        g.setTextBaseline(VPos.TOP);
        g.setFill(axis());
        int wanted = Math.max(2, (int) (width / 80));
        Ticks ticks = whole ? Ticks.whole(low, high, wanted) : Ticks.linear(low, high, wanted);
        for (double value : ticks.values()) {
            double x = (value - low) / (high - low) * width;
            g.setTextAlign(x < 16 ? TextAlignment.LEFT : x > width - 16 ? TextAlignment.RIGHT : TextAlignment.CENTER);
            g.fillText(ticks.label(value), x, floor + 6);
        }
        if (cutoff > low && cutoff < high) {
            double x = Math.round((cutoff - low) / (high - low) * width) + 0.5;
            g.setStroke(line(1));
            g.setLineWidth(1.5);
            g.setLineDashes(4, 3);
            g.strokeLine(x, 0, x, floor);
            g.setLineDashes();
        }
    }
}
