package cultivar.ui.markdown;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/** A table with a line under its head and between its rows; cells wrap, and keep their nodes while more rows come. */
final class TableBox extends GridPane implements Redrawn {
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

    private final class Row {
        private final int line;
        private final boolean head;
        private final Region rule = new Region();
        private final List<Paragraph> cells = new ArrayList<>();

        Row(int line, boolean head) {
            this.line = line;
            this.head = head;
            rule.getStyleClass().add("md-rule");
            if (line > 0) {
                add(rule, 0, 2 * line - 1, REMAINING, 1);
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
                    add(made, column, 2 * line);
                }
                dress(cells.get(column++), cell);
            }
            List<Paragraph> more = cells.subList(column, cells.size());
            TableBox.this.getChildren().removeAll(more);
            more.clear();
        }

        void clear() {
            TableBox.this.getChildren().remove(rule);
            TableBox.this.getChildren().removeAll(cells);
        }
    }

    /** Changes nothing that is as it should be, since the whole table would be laid out for it. */
    private static void dress(Paragraph text, Node cell) {
        Priority grow = cell.getNext() == null ? Priority.ALWAYS : Priority.SOMETIMES;
        if (getHgrow(text) != grow) {
            setHgrow(text, grow);
        }
        TableCell.@Nullable Alignment set = cell instanceof TableCell of ? of.getAlignment() : null;
        HPos at = switch (set) {
            case null -> HPos.LEFT;
            case LEFT -> HPos.LEFT;
            case CENTER -> HPos.CENTER;
            case RIGHT -> HPos.RIGHT;
        };
        if (getHalignment(text) != at) {
            setHalignment(text, at);
            text.setTextAlignment(TextAlignment.valueOf(at.name()));
        }
    }
}
