package cultivar.ui.markdown;

import cultivar.ui.control.KeptBox;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.ThematicBreak;
import org.jspecify.annotations.Nullable;

/** Blocks below each other. A block whose source is what it was keeps its node. */
class BlockBox extends KeptBox {
    /** What a node was drawn from: the text, and the kind of block that it was read as. */
    private record Source(String text, String kind) {}

    private final Links links;
    private final List<Source> sources = new ArrayList<>();

    BlockBox(double spacing, Links links) {
        super(spacing);
        this.links = links;
    }

    /** Shows blocks from the first on, and nothing else. */
    final void show(@Nullable Node first, String input) {
        show(0, first, input);
    }

    /** Shows blocks below those that are settled: so many at the top stay as they are. */
    final void show(int settled, @Nullable Node first, String input) {
        int at = settled;
        for (Node block = first; block != null; block = block.getNext()) {
            if (block instanceof LinkReferenceDefinition) {
                continue;
            }
            place(at++, block, input);
        }
        getChildren().remove(at, getChildren().size());
        sources.subList(at, sources.size()).clear();
    }

    /** Forgets all nodes. */
    final void clear() {
        getChildren().clear();
        sources.clear();
    }

    private void place(int at, Node block, String input) {
        Source source = new Source(text(block, input), kind(block));
        if (at == sources.size()) {
            getChildren().add(draw(block, input));
            sources.add(source);
            return;
        }
        Source before = sources.get(at);
        if (before.equals(source)) {
            return;
        }
        sources.set(at, source);
        if (before.kind().equals(source.kind()) && getChildren().get(at) instanceof Redrawn drawn) {
            drawn.redraw(block, input);
        } else {
            getChildren().set(at, draw(block, input));
        }
    }

    private static String kind(Node block) {
        String name = block.getClass().getSimpleName();
        return block instanceof Heading heading ? name + heading.getLevel() : name;
    }

    private static String text(Node block, String input) {
        List<SourceSpan> spans = block.getSourceSpans();
        if (spans.isEmpty()) {
            return "";
        }
        SourceSpan last = spans.getLast();
        return input.substring(spans.getFirst().getInputIndex(), last.getInputIndex() + last.getLength());
    }

    private javafx.scene.Node draw(Node block, String input) {
        return switch (block) {
            case Heading heading ->
                new Paragraph(heading, links, "md-heading", "md-heading-" + Math.min(heading.getLevel(), 3));
            case BulletList list -> new ListBox(list, input, links);
            case OrderedList list -> new ListBox(list, input, links);
            case FencedCodeBlock code -> new CodeBox(code);
            case IndentedCodeBlock code -> new CodeBox(code);
            case HtmlBlock html -> new CodeBox(html);
            case BlockQuote quote -> new QuoteBox(quote, input, links);
            case TableBlock table -> new TableBox(table, links);
            case ThematicBreak _ -> rule();
            default -> new Paragraph(block, links, "md-paragraph");
        };
    }

    private static javafx.scene.Node rule() {
        Region line = new Region();
        line.getStyleClass().add("md-rule");
        return line;
    }

    /** What somebody else said. */
    private static final class QuoteBox extends BlockBox implements Redrawn {
        QuoteBox(Node quote, String input, Links links) {
            super(8, links);
            getStyleClass().add("md-quote");
            redraw(quote, input);
        }

        @Override
        public void redraw(Node quote, String input) {
            show(quote.getFirstChild(), input);
        }
    }
}
