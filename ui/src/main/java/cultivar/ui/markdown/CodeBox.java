package cultivar.ui.markdown;

import cultivar.ui.control.CopyButton;
import cultivar.ui.control.KeptBox;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * Code: monospace, several lines unbroken, its language and a copy button above. Each few lines are a label, so that
 * what comes at the end of long code has only the last of them drawn again.
 */
final class CodeBox extends KeptBox implements Redrawn {
    private static final int LINES = 32;

    private final Label language = Texts.caption("");
    private final KeptBox lines = new KeptBox(0);
    private final ScrollPane scroll = new ScrollPane();
    private @Nullable Boolean single;
    private String shown = "";

    /** What the labels above the last one say, with the end of their last line. */
    private String above = "";

    CodeBox(Node block) {
        super(0);
        getStyleClass().add("md-code-block");
        language.setWrapText(false);
        language.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        CopyButton copy = new CopyButton(Messages.ui().get("ui.action.copy"), () -> shown);
        HBox head = new HBox(6, language, gap, copy);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("md-code-head");
        lines.getStyleClass().add("md-code-lines");
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFitToHeight(true);
        scroll.setMinViewportHeight(0);
        scroll.setFocusTraversable(true);
        getChildren().add(head);
        redraw(block, "");
    }

    @Override
    public void redraw(Node block, String input) {
        switch (block) {
            case FencedCodeBlock fenced -> show(fenced.getLiteral(), fenced.getInfo());
            case IndentedCodeBlock indented -> show(indented.getLiteral(), "");
            case HtmlBlock html -> show(html.getLiteral(), "html");
            default -> throw new IllegalArgumentException("no code: " + block);
        }
    }

    private void show(String literal, String info) {
        // What follows the first word is for other programs.
        language.setText(info.strip().split("\\s", 2)[0]);
        shown = literal.stripTrailing();
        scroll.setAccessibleText(shown);
        if (!shown.startsWith(above)) {
            above = "";
            lines.getChildren().clear();
        }
        boolean oneLine = shown.indexOf('\n') < 0;
        int from = above.length();
        for (int end = endOfLines(from); end < shown.length(); end = endOfLines(from)) {
            last().setText(shown.substring(from, end));
            from = end + 1;
            lines.getChildren().add(label());
        }
        above = shown.substring(0, from);
        last().setText(shown.substring(from));
        arrange(oneLine);
    }

    /** Where the lines of one label end. */
    private int endOfLines(int from) {
        int end = from - 1;
        for (int line = 0; line < LINES && end < shown.length(); line++) {
            int next = shown.indexOf('\n', end + 1);
            end = next < 0 ? shown.length() : next;
        }
        return end;
    }

    private Label last() {
        if (lines.getChildren().isEmpty()) {
            lines.getChildren().add(label());
        }
        return (Label) lines.getChildren().getLast();
    }

    private static Label label() {
        Label label = Texts.mono("");
        label.setMinHeight(Region.USE_PREF_SIZE);
        wrap(label, false);
        return label;
    }

    /** Lines keep their shape and scroll; where there is but one it has none, and wraps. */
    private void arrange(boolean oneLine) {
        wrap(last(), oneLine);
        if (single != null && single == oneLine) {
            return;
        }
        single = oneLine;
        lines.getChildren().forEach(label -> wrap((Label) label, oneLine));
        scroll.setContent(null);
        getChildren().remove(1, getChildren().size());
        if (oneLine) {
            getChildren().add(lines);
        } else {
            scroll.setContent(lines);
            getChildren().add(scroll);
        }
    }

    private static void wrap(Label label, boolean wrapped) {
        label.setWrapText(wrapped);
        label.setMinWidth(wrapped ? 0 : Region.USE_PREF_SIZE);
    }
}
