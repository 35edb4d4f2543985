package cultivar.datanet.view;

import cultivar.datanet.load.Problem;
import cultivar.datanet.signed.Statement;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Where a signed contribution is, what its owner does with it, and which rows are not in it. */
final class ContributedPane {
    private static final int SHOWN = 5;

    private final VBox root = new VBox(14);

    ContributedPane(Words words, Statement statement, Path target, List<Problem> leftOut, Runnable close) {
        Label place = Texts.mono(target.toString());
        place.setWrapText(true);
        place.setMinWidth(0);
        place.getStyleClass().add("contributed-file");
        HBox.setHgrow(place, Priority.ALWAYS);
        HBox file = new HBox(8, place, new CopyButton(words.get("contribute.done.copy"), target::toString));
        file.setAlignment(Pos.CENTER_LEFT);
        root.getChildren()
                .addAll(
                        Texts.body(words.get(
                                "contribute.done",
                                statement.rows(),
                                statement.datanet(),
                                statement.contributor().brief())),
                        new VBox(6, Texts.overline(words.get("contribute.done.file")), file),
                        new VBox(
                                6,
                                Texts.overline(words.get("contribute.done.next")),
                                Texts.body(words.get("contribute.done.steps", statement.datanet()))));
        if (!leftOut.isEmpty()) {
            root.getChildren().add(leftOut(words, leftOut));
        }
        Button done = Buttons.primary(words.get("contribute.done.close"), Feather.CHECK, close);
        done.setDefaultButton(true);
        done.setCancelButton(true);
        root.getChildren().add(new DialogButtons(done));
        root.getStylesheets().add(Styles.sheet());
        root.getStyleClass().add("contributed");
    }

    Node root() {
        return root;
    }

    private static Node leftOut(Words words, List<Problem> problems) {
        VBox lines = new VBox(4, Texts.overline(words.get("contribute.done.left", problems.size())));
        problems.stream().limit(SHOWN).forEach(problem -> lines.getChildren().add(Texts.caption(problem.toString())));
        if (problems.size() > SHOWN) {
            lines.getChildren().add(Texts.caption(words.get("contribute.done.more", problems.size() - SHOWN)));
        }
        return lines;
    }
}
