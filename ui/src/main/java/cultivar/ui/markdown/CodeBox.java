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

/** Code: monospace, several lines unbroken, its language and a copy button above. */
final class CodeBox extends KeptBox implements Redrawn {
    private final Label language = Texts.caption("");
    private final Label code = Texts.mono("");
    private final ScrollPane scroll = new ScrollPane();
    private @Nullable Boolean single;

    CodeBox(Node block) {
        super(0);
        getStyleClass().add("md-code-block");
        language.setWrapText(false);
        language.setMinWidth(0);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        CopyButton copy = new CopyButton(Messages.ui().get("ui.action.copy"), code::getText);
        HBox head = new HBox(6, language, gap, copy);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("md-code-head");
        code.setMinHeight(Region.USE_PREF_SIZE);
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFitToHeight(true);
        scroll.setMinViewportHeight(0);
        scroll.setFocusTraversable(true);
        scroll.accessibleTextProperty().bind(code.textProperty());
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
        code.setText(literal.stripTrailing());
        arrange(code.getText().indexOf('\n') < 0);
    }

    /** Lines keep their shape and scroll; where there is but one it has none, and wraps. */
    private void arrange(boolean oneLine) {
        if (single != null && single == oneLine) {
            return;
        }
        single = oneLine;
        scroll.setContent(null);
        getChildren().remove(1, getChildren().size());
        code.setWrapText(oneLine);
        code.setMinWidth(oneLine ? 0 : Region.USE_PREF_SIZE);
        if (oneLine) {
            getChildren().add(code);
        } else {
            scroll.setContent(code);
            getChildren().add(scroll);
        }
    }
}
