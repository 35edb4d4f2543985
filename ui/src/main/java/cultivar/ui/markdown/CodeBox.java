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

/** Code: monospace, lines unbroken, its language and a copy button above. */
final class CodeBox extends KeptBox implements Redrawn {
    private final Label language = Texts.caption("");
    private final Label code = Texts.mono("");

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
        code.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        ScrollPane scroll = new ScrollPane(code);
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFitToHeight(true);
        scroll.setMinViewportHeight(0);
        scroll.setFocusTraversable(true);
        scroll.accessibleTextProperty().bind(code.textProperty());
        getChildren().addAll(head, scroll);
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
    }
}
