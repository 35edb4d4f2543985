package cultivar.datanet.view;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/**
 * Markdown of strangers as plain nodes: nothing is fetched and nothing runs. A link shows where it leads and cannot be
 * followed; HTML is shown as it is written.
 */
final class MarkdownView extends VBox {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    MarkdownView(String markdown) {
        getStyleClass().add("markdown");
        getChildren().setAll(blocks(PARSER.parse(markdown)));
    }

    private static List<Node> blocks(org.commonmark.node.Node parent) {
        List<Node> nodes = new ArrayList<>();
        for (org.commonmark.node.Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            nodes.add(block(child));
        }
        return nodes;
    }

    private static Node block(org.commonmark.node.Node node) {
        return switch (node) {
            case Heading heading -> flow(heading, "md-heading", "md-heading-" + Math.min(heading.getLevel(), 3));
            case BulletList list -> list(list, 0);
            case OrderedList list -> list(list, list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber());
            case FencedCodeBlock code -> code(code.getLiteral());
            case IndentedCodeBlock code -> code(code.getLiteral());
            case HtmlBlock html -> code(html.getLiteral());
            case BlockQuote quote -> {
                VBox box = new VBox(8);
                box.getChildren().setAll(blocks(quote));
                box.getStyleClass().add("md-quote");
                yield box;
            }
            case TableBlock table -> table(table);
            case ThematicBreak rule -> {
                Region line = new Region();
                line.getStyleClass().add("row-rule");
                yield line;
            }
            default -> flow(node, "md-paragraph");
        };
    }

    private static Node list(org.commonmark.node.Node list, int first) {
        VBox lines = new VBox(4);
        int number = first;
        for (org.commonmark.node.Node item = list.getFirstChild(); item instanceof ListItem; item = item.getNext()) {
            Label mark = new Label(first == 0 ? "•" : number + ".");
            mark.getStyleClass().add("md-mark");
            mark.setMinWidth(first == 0 ? 14 : 22);
            VBox content = new VBox(4);
            content.getChildren().setAll(blocks(item));
            content.setMinWidth(0);
            HBox.setHgrow(content, Priority.ALWAYS);
            lines.getChildren().add(new HBox(6, mark, content));
            number++;
        }
        return lines;
    }

    private static Node table(TableBlock table) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("md-table");
        int line = 0;
        for (org.commonmark.node.Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            boolean head = part instanceof TableHead;
            for (org.commonmark.node.Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                int column = 0;
                for (org.commonmark.node.Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                    TextFlow flow = flow(cell, head ? "md-heading" : "md-paragraph", "md-cell");
                    GridPane.setHgrow(flow, cell.getNext() == null ? Priority.ALWAYS : Priority.SOMETIMES);
                    grid.add(flow, column++, line);
                }
                line++;
            }
        }
        return grid;
    }

    private static Node code(String text) {
        Label label = new Label(text.stripTrailing());
        label.getStyleClass().addAll("mono", "md-code-block");
        label.setWrapText(true);
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }

    private static TextFlow flow(org.commonmark.node.Node block, String... styles) {
        TextFlow flow = new TextFlow();
        flow.getStyleClass().addAll(styles);
        inline(block, flow, List.of());
        return flow;
    }

    private static void inline(org.commonmark.node.Node parent, TextFlow flow, List<String> styles) {
        for (org.commonmark.node.Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case org.commonmark.node.Text text -> add(flow, text.getLiteral(), styles);
                case Code code -> add(flow, code.getLiteral(), with(styles, "md-code"));
                case HtmlInline html -> add(flow, html.getLiteral(), with(styles, "md-code"));
                case SoftLineBreak line -> add(flow, " ", styles);
                case HardLineBreak line -> add(flow, "\n", styles);
                case StrongEmphasis strong -> inline(strong, flow, with(styles, "md-strong"));
                case Emphasis emphasis -> inline(emphasis, flow, with(styles, "md-emphasis"));
                case Link link -> {
                    inline(link, flow, with(styles, "md-link"));
                    add(flow, " (" + link.getDestination() + ")", with(styles, "md-target"));
                }
                case Image image -> inline(image, flow, with(styles, "md-emphasis"));
                case Block block -> inline(block, flow, styles);
                default -> inline(node, flow, styles);
            }
        }
    }

    private static void add(TextFlow flow, String words, List<String> styles) {
        Text text = new Text(words);
        text.getStyleClass().add("md-text");
        text.getStyleClass().addAll(styles);
        flow.getChildren().add(text);
    }

    private static List<String> with(List<String> styles, String more) {
        List<String> all = new ArrayList<>(styles);
        all.add(more);
        return all;
    }
}
