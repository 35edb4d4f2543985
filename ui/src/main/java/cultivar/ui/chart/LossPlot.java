package cultivar.ui.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/** The painted part of a {@link LossChart}: grid, lines, points and the read-out under the pointer. */
final class LossPlot extends ChartCanvas {
    private static final double LEFT = 54;
    private static final double RIGHT = 14;
    private static final double TOP = 10;
    private static final double BOTTOM = 28;
    private static final Font LABEL = Font.font("Inter", 12);
    private static final Font READ_OUT = Font.font("Inter SemiBold", 12);

    private final List<LossSeries> series;
    private final Decimation thinned = new Decimation();
    private String empty;
    private final Function<String, String> stepText;
    private boolean logarithmic;
    private double pointer = Double.NaN;

    // The view of the last paint.
    private double lowX;
    private double highX = 1;
    private double lowY;
    private double highY = 1;
    private double width;
    private double height;

    LossPlot(List<LossSeries> series, String empty, Function<String, String> stepText) {
        this.series = series;
        this.empty = empty;
        this.stepText = stepText;
        getStyleClass().add("loss-plot");
        setPrefSize(560, 260);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> point(event.getX()));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> point(Double.NaN));
    }

    void setEmpty(String sentence) {
        empty = sentence;
        repaint();
    }

    void setLogarithmic(boolean on) {
        logarithmic = on;
        repaint();
    }

    void point(double x) {
        pointer = x;
        repaint();
    }

    @Override
    void paint(GraphicsContext g, double newWidth, double newHeight) {
        width = newWidth;
        height = newHeight;
        if (!measure()) {
            g.setFill(axis());
            g.setFont(LABEL);
            g.setTextAlign(TextAlignment.CENTER);
            g.setTextBaseline(VPos.CENTER);
            g.fillText(empty, width / 2, height / 2);
            return;
        }
        paintAxes(g);
        g.save();
        g.beginPath();
        g.rect(LEFT, TOP - 6, width - LEFT - RIGHT + 6, height - TOP - BOTTOM + 12);
        g.clip();
        for (int i = 0; i < series.size(); i++) {
            LossSeries line = series.get(i);
            if (line.isVisible() && line.size() > 0) {
                paintLine(g, line, line(i));
            }
        }
        g.restore();
        paintReadOut(g);
    }

    /** Finds the ranges; false if there is nothing to see. */
    private boolean measure() {
        lowX = lowY = Double.POSITIVE_INFINITY;
        highX = highY = Double.NEGATIVE_INFINITY;
        for (LossSeries line : series) {
            if (!line.isVisible()) {
                continue;
            }
            for (int i = 0; i < line.size(); i++) {
                double value = line.y(i);
                if (!logarithmic || value > 0) {
                    lowY = Math.min(lowY, value);
                    highY = Math.max(highY, value);
                }
            }
            if (line.size() > 0) {
                lowX = Math.min(lowX, line.x(0));
                highX = Math.max(highX, line.x(line.size() - 1));
            }
        }
        if (lowX > highX || lowY > highY) {
            return false;
        }
        if (highX - lowX < 1e-9) {
            highX = lowX + 1;
        }
        if (logarithmic) {
            double margin = Math.max(1.05, Math.pow(highY / lowY, 0.04));
            lowY /= margin;
            highY *= margin;
        } else {
            double margin = Math.max((highY - lowY) * 0.06, Math.max(Math.abs(highY) * 1e-3, 1e-9));
            lowY = lowY >= 0 ? Math.max(0, lowY - margin) : lowY - margin;
            highY += margin;
        }
        return true;
    }

    private void paintAxes(GraphicsContext g) {
        int rows = Math.clamp((long) ((height - TOP - BOTTOM) / 44), 2, 8);
        int columns = Math.clamp((long) ((width - LEFT - RIGHT) / 96), 2, 10);
        Ticks vertical = logarithmic ? Ticks.logarithmic(lowY, highY, rows) : Ticks.linear(lowY, highY, rows);
        g.setFont(LABEL);
        g.setLineWidth(1);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.CENTER);
        for (double value : vertical.values()) {
            double y = Math.round(toY(value)) + 0.5;
            g.setStroke(grid());
            g.strokeLine(LEFT, y, width - RIGHT, y);
            g.setFill(axis());
            g.fillText(vertical.label(value), LEFT - 8, y);
        }
        Ticks horizontal = Ticks.whole(lowX, highX, columns);
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.TOP);
        for (double value : horizontal.values()) {
            g.fillText(horizontal.label(value), toX(value), height - BOTTOM + 8);
        }
    }

    private void paintLine(GraphicsContext g, LossSeries line, Color colour) {
        if (line.isPoints()) {
            stroke(g, line, line.raw(), colour.deriveColor(0, 1, 1, 0.55), 1.25);
            g.setFill(colour);
            for (int i = 0; i < line.size(); i++) {
                dot(g, toX(line.x(i)), toY(line.y(i)), 3.5, colour);
            }
            return;
        }
        stroke(g, line, line.raw(), colour.deriveColor(0, 1, 1, 0.28), 1);
        stroke(g, line, line.smoothed(), colour, 2.25);
        int last = line.size() - 1;
        dot(g, toX(line.x(last)), toY(line.smooth(last)), 4, colour);
    }

    private void stroke(GraphicsContext g, LossSeries line, double[] values, Color colour, double lineWidth) {
        int columns = Math.max(1, (int) (width - LEFT - RIGHT));
        thinned.run(line.steps(), values, line.size(), lowX, highX, columns);
        g.setStroke(colour);
        g.setLineWidth(lineWidth);
        g.setLineJoin(StrokeLineJoin.ROUND);
        g.beginPath();
        boolean drawing = false;
        for (int i = 0; i < thinned.size(); i++) {
            if (logarithmic && thinned.y(i) <= 0) {
                drawing = false;
                continue;
            }
            double x = toX(thinned.x(i));
            double y = toY(thinned.y(i));
            if (drawing) {
                g.lineTo(x, y);
            } else {
                g.moveTo(x, y);
                drawing = true;
            }
        }
        g.stroke();
    }

    private void dot(GraphicsContext g, double x, double y, double radius, Color colour) {
        g.setFill(surface());
        g.fillOval(x - radius - 1.5, y - radius - 1.5, 2 * radius + 3, 2 * radius + 3);
        g.setFill(colour);
        g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private record Line(String text, Color colour) {}

    private void paintReadOut(GraphicsContext g) {
        if (Double.isNaN(pointer) || pointer < LEFT || pointer > width - RIGHT) {
            return;
        }
        double step = lowX + (pointer - LEFT) / (width - LEFT - RIGHT) * (highX - lowX);
        List<Line> lines = new ArrayList<>();
        double at = Double.NaN;
        for (int i = 0; i < series.size(); i++) {
            LossSeries line = series.get(i);
            int nearest = line.isVisible() ? line.nearest(step) : -1;
            if (nearest < 0) {
                continue;
            }
            if (Double.isNaN(at)) {
                at = line.x(nearest);
            }
            double value = line.isPoints() ? line.y(nearest) : line.smooth(nearest);
            lines.add(new Line(line.name() + "  " + number(value), line(i)));
            if (!logarithmic || value > 0) {
                dot(g, toX(line.x(nearest)), toY(value), 4, line(i));
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        double x = Math.round(toX(at)) + 0.5;
        g.setStroke(axis());
        g.setLineWidth(1);
        g.setLineDashes(3, 3);
        g.strokeLine(x, TOP, x, height - BOTTOM);
        g.setLineDashes();
        paintBox(g, stepText.apply(String.format(Locale.ROOT, "%,.0f", at)), lines, x);
    }

    private void paintBox(GraphicsContext g, String head, List<Line> lines, double x) {
        double boxWidth = 24
                + lines.stream()
                        .mapToDouble(line -> textWidth(line.text()) + 16)
                        .max()
                        .orElse(0);
        boxWidth = Math.max(boxWidth, 24 + textWidth(head));
        double boxHeight = 16 + 18 * (lines.size() + 1);
        double left = x + 12 + boxWidth > width - RIGHT ? x - 12 - boxWidth : x + 12;
        double top = TOP + 6;
        g.setFill(surface());
        g.fillRoundRect(left, top, boxWidth, boxHeight, 12, 12);
        g.setStroke(grid());
        g.setLineWidth(1);
        g.strokeRoundRect(left + 0.5, top + 0.5, boxWidth - 1, boxHeight - 1, 12, 12);
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        g.setFont(LABEL);
        g.setFill(axis());
        g.fillText(head, left + 12, top + 17);
        g.setFont(READ_OUT);
        for (int i = 0; i < lines.size(); i++) {
            double y = top + 17 + 18 * (i + 1);
            g.setFill(lines.get(i).colour());
            g.fillOval(left + 12, y - 4, 8, 8);
            g.setFill(text());
            g.fillText(lines.get(i).text(), left + 28, y);
        }
    }

    private static double textWidth(String text) {
        Text measure = new Text(text);
        measure.setFont(READ_OUT);
        return measure.getLayoutBounds().getWidth();
    }

    static String number(double value) {
        double size = Math.abs(value);
        String format = size != 0 && size < 1e-3 ? "%.2e" : size < 10 ? "%.4f" : size < 1000 ? "%.2f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }

    private double toX(double step) {
        return LEFT + (step - lowX) / (highX - lowX) * (width - LEFT - RIGHT);
    }

    private double toY(double value) {
        double part = logarithmic
                ? (Math.log(value) - Math.log(lowY)) / (Math.log(highY) - Math.log(lowY))
                : (value - lowY) / (highY - lowY);
        return height - BOTTOM - part * (height - TOP - BOTTOM);
    }
}
