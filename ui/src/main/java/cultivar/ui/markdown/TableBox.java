package cultivar.ui.markdown;

import javafx.geometry.HPos;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.Node;

/** A table with a line under its head and between its rows; cells wrap. */
final class TableBox extends GridPane implements Redrawn {
    private final Links links;

    TableBox(Node table, Links links) {
        this.links = links;
        getStyleClass().add("md-table");
        redraw(table, "");
    }

    @Override
    public void redraw(Node table, String input) {
        getChildren().clear();
        int line = 0;
        int columns = 1;
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                columns = Math.max(columns, row(row, part instanceof TableHead, 2 * line++));
            }
        }
        for (int i = 1; i < line; i++) {
            Region rule = new Region();
            rule.getStyleClass().add("md-rule");
            add(rule, 0, 2 * i - 1, columns, 1);
        }
    }

    private int row(Node row, boolean head, int line) {
        int column = 0;
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            Paragraph text = new Paragraph(cell, links, head ? "md-heading" : "md-paragraph", "md-cell");
            if (cell instanceof TableCell set && set.getAlignment() != null) {
                align(text, set.getAlignment());
            }
            setHgrow(text, cell.getNext() == null ? Priority.ALWAYS : Priority.SOMETIMES);
            add(text, column++, line);
        }
        return column;
    }

    private static void align(Paragraph text, TableCell.Alignment alignment) {
        text.setTextAlignment(
                switch (alignment) {
                    case LEFT -> TextAlignment.LEFT;
                    case CENTER -> TextAlignment.CENTER;
                    case RIGHT -> TextAlignment.RIGHT;
                });
        setHalignment(
                text,
                switch (alignment) {
                    case LEFT -> HPos.LEFT;
                    case CENTER -> HPos.CENTER;
                    case RIGHT -> HPos.RIGHT;
                });
    }
}
