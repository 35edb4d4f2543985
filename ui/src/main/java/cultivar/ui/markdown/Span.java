package cultivar.ui.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/**
 * A piece of text in one style.
 *
 * @param styles its classes in the style sheet
 * @param target where it leads when it is pressed; empty for none
 */
record Span(String text, List<String> styles, String target) {
    /** The pieces of a block, in their order; neighbours of one style are one piece. */
    static List<Span> of(Node block, Links links) {
        List<Span> spans = new ArrayList<>();
        add(block, List.of(), "", links, spans);
        return spans;
    }

    private static void add(Node parent, List<String> styles, String target, Links links, List<Span> spans) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case Text text -> add(text.getLiteral(), styles, target, spans);
                case Code code -> add(code.getLiteral(), with(styles, "md-code"), target, spans);
                case HtmlInline html -> add(html.getLiteral(), with(styles, "md-code"), target, spans);
                case SoftLineBreak _ -> add(" ", styles, target, spans);
                case HardLineBreak _ -> add("\n", styles, target, spans);
                case StrongEmphasis strong -> add(strong, with(styles, "md-strong"), target, links, spans);
                case Emphasis emphasis -> add(emphasis, with(styles, "md-emphasis"), target, links, spans);
                case Image image -> add(image, with(styles, "md-emphasis"), target, links, spans);
                case Link link -> link(link, styles, links, spans);
                default -> add(node, styles, target, links, spans);
            }
        }
    }

    private static void link(Link link, List<String> styles, Links links, List<Span> spans) {
        String target = link.getDestination();
        if (links.opens(target)) {
            add(link, with(styles, "md-link"), target, links, spans);
        } else {
            add(link, with(styles, "md-link"), "", links, spans);
            add(" (" + target + ")", with(styles, "md-target"), "", spans);
        }
    }

    private static void add(String text, List<String> styles, String target, List<Span> spans) {
        Span last = spans.isEmpty() ? null : spans.getLast();
        if (last != null && last.styles.equals(styles) && last.target.equals(target)) {
            spans.set(spans.size() - 1, new Span(last.text + text, styles, target));
        } else {
            spans.add(new Span(text, styles, target));
        }
    }

    private static List<String> with(List<String> styles, String more) {
        List<String> all = new ArrayList<>(styles);
        all.add(more);
        return List.copyOf(all);
    }

    /** Whether a node that was made for the other shows this one with no more than another text. */
    boolean looksLike(Span other) {
        return styles.equals(other.styles) && target.equals(other.target);
    }
}
