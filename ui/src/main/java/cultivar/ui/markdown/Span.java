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
    /** Styles within each other; what is deeper has that of its surroundings, since a babbling model may open thousands. */
    private static final int DEEPEST = 24;

    /** The pieces of a block, in their order; neighbours of one style are one piece. */
    static List<Span> of(Node block, Links links) {
        Reader reader = new Reader(links);
        reader.read(block, List.of(), "");
        return reader.spans;
    }

    /** Collects the pieces. */
    private static final class Reader {
        private final Links links;
        private final List<Span> spans = new ArrayList<>();
        private int deep;

        Reader(Links links) {
            this.links = links;
        }

        void read(Node parent, List<String> styles, String target) {
            if (deep == DEEPEST) {
                add(plain(parent), styles, target);
                return;
            }
            deep++;
            for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
                switch (node) {
                    case Code code -> add(code.getLiteral(), with(styles, "md-code"), target);
                    case HtmlInline html -> add(html.getLiteral(), with(styles, "md-code"), target);
                    case StrongEmphasis strong -> read(strong, with(styles, "md-strong"), target);
                    case Emphasis emphasis -> read(emphasis, with(styles, "md-emphasis"), target);
                    case Image image -> read(image, with(styles, "md-emphasis"), target);
                    case Link link -> link(link, styles);
                    case Text _, SoftLineBreak _, HardLineBreak _ -> add(literal(node), styles, target);
                    default -> read(node, styles, target);
                }
            }
            deep--;
        }

        private void link(Link link, List<String> styles) {
            String target = link.getDestination();
            if (links.opens(target)) {
                read(link, with(styles, "md-link"), target);
            } else {
                read(link, with(styles, "md-link"), "");
                add(" (" + target + ")", with(styles, "md-target"), "");
            }
        }

        private void add(String text, List<String> styles, String target) {
            Span last = spans.isEmpty() ? null : spans.getLast();
            if (last != null && last.styles.equals(styles) && last.target.equals(target)) {
                spans.set(spans.size() - 1, new Span(last.text + text, styles, target));
            } else {
                spans.add(new Span(text, styles, target));
            }
        }
    }

    private static List<String> with(List<String> styles, String more) {
        if (styles.contains(more)) {
            return styles;
        }
        List<String> all = new ArrayList<>(styles);
        all.add(more);
        return List.copyOf(all);
    }

    private static String literal(Node node) {
        return switch (node) {
            case Text text -> text.getLiteral();
            case Code code -> code.getLiteral();
            case HtmlInline html -> html.getLiteral();
            case SoftLineBreak _ -> " ";
            case HardLineBreak _ -> "\n";
            default -> "";
        };
    }

    /** All words below a node, however deep they are, without a call for each level. */
    private static String plain(Node top) {
        StringBuilder words = new StringBuilder();
        Node node = top;
        while (node != null) {
            words.append(literal(node));
            Node next = node.getFirstChild();
            while (next == null && node != null && !node.equals(top)) {
                next = node.getNext();
                node = node.getParent();
            }
            node = next;
        }
        return words.toString();
    }

    /** Whether a node that was made for the other shows this one with no more than another text. */
    boolean looksLike(Span other) {
        return styles.equals(other.styles) && target.equals(other.target);
    }
}
