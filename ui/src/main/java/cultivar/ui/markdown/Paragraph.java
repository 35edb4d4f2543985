package cultivar.ui.markdown;

import cultivar.ui.a11y.Described;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** A run of text that wraps; of a later state only the pieces that changed are made anew. */
final class Paragraph extends TextFlow implements Redrawn {
    private final Links links;
    private List<Span> shown = List.of();

    // As in KeptBox: without initial values, because a constructor above asks for a layout.
    private boolean kept;
    private double keptWidth;
    private double keptHeight;

    Paragraph(org.commonmark.node.Node block, Links links, String... styles) {
        this.links = links;
        getStyleClass().addAll(styles);
        show(Span.of(block, links));
    }

    @Override
    public void redraw(org.commonmark.node.Node block, String input) {
        show(Span.of(block, links));
    }

    private void show(List<Span> spans) {
        if (spans.equals(shown)) {
            return;
        }
        int same = 0;
        while (same < shown.size() && same < spans.size() && shown.get(same).equals(spans.get(same))) {
            same++;
        }
        if (same < shown.size()
                && same < spans.size()
                && getChildren().get(same) instanceof Text text
                && spans.get(same).looksLike(shown.get(same))) {
            text.setText(spans.get(same).text());
            same++;
        }
        getChildren().remove(same, getChildren().size());
        List<Node> more = new ArrayList<>();
        for (Span span : spans.subList(same, spans.size())) {
            more.add(node(span));
        }
        getChildren().addAll(more);
        shown = spans;
    }

    private Node node(Span span) {
        if (!span.target().isEmpty()) {
            Hyperlink link = new Hyperlink(span.text());
            link.getStyleClass().add("md-hyperlink");
            link.setOnAction(event -> links.press(span.target()));
            return Described.describe(link, span.text(), span.target(), null);
        }
        Text text = new Text(span.text());
        text.getStyleClass().add("md-text");
        text.getStyleClass().addAll(span.styles());
        return text;
    }

    @Override
    protected double computePrefHeight(double width) {
        if (!kept || keptWidth != width) {
            keptHeight = super.computePrefHeight(width);
            keptWidth = width;
            kept = true;
        }
        return keptHeight;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    public void requestLayout() {
        kept = false;
        super.requestLayout();
    }
}
