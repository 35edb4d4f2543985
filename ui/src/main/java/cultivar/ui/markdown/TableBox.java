package cultivar.ui.markdown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * A table with a line under its head and between its rows; cells keep their nodes while more rows come. Where there is
 * not room for all columns, the widest ones wrap and those that need little keep their words whole.
 */
final class TableBox extends Pane implements Redrawn {
    private static final double BESIDE = 20;
    private static final double BELOW = 5;
    private static final double RULE = 1;

    private final Links links;
    private final List<Row> rows = new ArrayList<>();

    TableBox(Node table, Links links) {
        this.links = links;
        getStyleClass().add("md-table");
        redraw(table, "");
    }

    @Override
    public void redraw(Node table, String input) {
        int line = 0;
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                if (line == rows.size()) {
                    rows.add(new Row(line, part instanceof TableHead));
                }
                rows.get(line++).show(row);
            }
        }
        while (rows.size() > line) {
            rows.removeLast().clear();
        }
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    /** How wide each column would be without a break in its lines. */
    private double[] wanted() {
        double[] wanted =
                new double[rows.stream().mapToInt(row -> row.cells.size()).max().orElse(0)];
        for (Row row : rows) {
            for (int column = 0; column < row.cells.size(); column++) {
                double width = snapSizeX(row.cells.get(column).prefWidth(-1));
                wanted[column] = Math.max(wanted[column], width);
            }
        }
        return wanted;
    }

    private static double gaps(double[] columns) {
        return BESIDE * Math.max(0, columns.length - 1);
    }

    private double[] widths(double width) {
        double[] widths = wanted();
        double room = Math.max(0, width - gaps(widths));
        double left = room - Arrays.stream(widths).sum();
        if (left < 0) {
            double most = most(widths, room);
            Arrays.setAll(widths, column -> Math.min(widths[column], most));
        } else if (widths.length > 0) {
            widths[widths.length - 1] += left;
        }
        return widths;
    }

    /** How wide a column is at most where not all have room: what narrow ones leave is shared by the others. */
    private static double most(double[] wanted, double room) {
        double[] narrowFirst = wanted.clone();
        Arrays.sort(narrowFirst);
        double left = room;
        double share = room;
        for (int i = 0; i < narrowFirst.length; i++) {
            share = Math.floor(left / (narrowFirst.length - i));
            if (narrowFirst[i] > share) {
                break;
            }
            left -= narrowFirst[i];
        }
        return share;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        double[] wanted = wanted();
        return Arrays.stream(wanted).sum() + gaps(wanted);
    }

    @Override
    protected double computeMinHeight(double width) {
        return prefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double[] widths = widths(width < 0 ? prefWidth(-1) : width);
        double height = 0;
        for (Row row : rows) {
            height += row.top() + row.height(widths);
        }
        return height;
    }

    @Override
    protected void layoutChildren() {
        double[] widths = widths(getWidth());
        double y = 0;
        for (Row row : rows) {
            y += row.top();
            row.layout(widths, y);
            y += row.height(widths);
        }
    }

    private final class Row {
        private final boolean first;
        private final boolean head;
        private final Region rule = new Region();
        private final List<Paragraph> cells = new ArrayList<>();

        Row(int line, boolean head) {
            this.first = line == 0;
            this.head = head;
            rule.getStyleClass().add("md-rule");
            if (!first) {
                TableBox.this.getChildren().add(rule);
            }
        }

        void show(Node row) {
            int column = 0;
            for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                if (column < cells.size()) {
                    cells.get(column).redraw(cell, "");
                } else {
                    Paragraph made = new Paragraph(cell, links, head ? "md-heading" : "md-paragraph", "md-cell");
                    cells.add(made);
                    TableBox.this.getChildren().add(made);
                }
                dress(cells.get(column++), cell);
            }
            List<Paragraph> more = cells.subList(column, cells.size());
            TableBox.this.getChildren().removeAll(more);
            more.clear();
        }

        /** What is above it, the line included. */
        double top() {
            return first ? 0 : BELOW + RULE + BELOW;
        }

        double height(double[] widths) {
            double height = 0;
            for (int column = 0; column < cells.size(); column++) {
                height = Math.max(height, snapSizeY(cells.get(column).prefHeight(widths[column])));
            }
            return height;
        }

        void layout(double[] widths, double y) {
            rule.resizeRelocate(0, y - BELOW - RULE, getWidth(), RULE);
            double height = height(widths);
            double x = 0;
            for (int column = 0; column < cells.size(); column++) {
                cells.get(column).resizeRelocate(x, y, widths[column], height);
                x += widths[column] + BESIDE;
            }
        }

        void clear() {
            TableBox.this.getChildren().remove(rule);
            TableBox.this.getChildren().removeAll(cells);
        }
    }

    private static void dress(Paragraph text, Node cell) {
        TableCell.@Nullable Alignment set = cell instanceof TableCell of ? of.getAlignment() : null;
        text.setTextAlignment(
                switch (set) {
                    case null -> TextAlignment.LEFT;
                    case LEFT -> TextAlignment.LEFT;
                    case CENTER -> TextAlignment.CENTER;
                    case RIGHT -> TextAlignment.RIGHT;
                });
    }
}
