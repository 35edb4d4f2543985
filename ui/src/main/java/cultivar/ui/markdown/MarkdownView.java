package cultivar.ui.markdown;

import java.util.List;
import java.util.function.Consumer;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Markdown of whomever as plain nodes. A text that grows at its end is read again from its last block on, and nothing
 * above that is touched, so that the end of a long text costs no more than its beginning. FX thread only.
 */
public final class MarkdownView extends BlockBox {
    /** Blocks within each other; every further one is text, since a babbling model may open thousands in a line. */
    private static final int DEEPEST = 24;

    private static final Parser PARSER = Parser.builder()
            .maxOpenBlockParsers(DEEPEST)
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    private String shown = "";
    private int settledEnd;
    private int settledBlocks;

    /** Nothing yet; a link shows where it leads and cannot be followed. */
    public MarkdownView() {
        this(null);
    }

    /** Nothing yet; a link of the web that is pressed gives its address to {@code onLink}. */
    public MarkdownView(@Nullable Consumer<String> onLink) {
        super(10, new Links(onLink));
        getStyleClass().add("markdown");
    }

    /** Shows a text whose links cannot be followed. */
    public static MarkdownView of(String markdown) {
        MarkdownView view = new MarkdownView();
        view.show(markdown);
        return view;
    }

    /** What is shown, as it was written. */
    public String text() {
        return shown;
    }

    /** Shows a text; one that goes on from what is shown costs only its end. */
    public void show(String markdown) {
        if (!markdown.startsWith(shown)) {
            settledEnd = 0;
            settledBlocks = 0;
        }
        shown = markdown;
        String open = markdown.substring(settledEnd);
        Node first = PARSER.parse(open).getFirstChild();
        show(settledBlocks, first, open);
        settle(first, open);
    }

    /**
     * Says that no more comes. Links whose addresses are told further down find them now; while a text grows they may be
     * above what is read.
     */
    public void finish() {
        String all = shown;
        if (all.contains("]:")) {
            clear();
            shown = "";
            settledEnd = 0;
            settledBlocks = 0;
            show(all);
        }
    }

    /**
     * All blocks above the last one are closed for good. The last may begin on a line that is not complete, and more of
     * that line may yet make it the end of the block above; then that one is still open too.
     */
    private void settle(@Nullable Node first, String open) {
        int lines = open.lastIndexOf('\n') + 1;
        int end = 0;
        int blocks = 0;
        int counted = 0;
        for (Node block = first; block != null; block = block.getNext()) {
            List<SourceSpan> spans = block.getSourceSpans();
            int start = spans.isEmpty() ? 0 : spans.getFirst().getInputIndex();
            if (start >= lines) {
                break;
            }
            end = open.lastIndexOf('\n', start) + 1;
            blocks = counted;
            counted += block instanceof LinkReferenceDefinition ? 0 : 1;
        }
        settledEnd += end;
        settledBlocks += blocks;
    }
}
