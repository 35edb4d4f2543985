package cultivar.wallet.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.wallet.registry.Check;
import cultivar.wallet.registry.Verification;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What was compared, what was expected and what was found; failures first in words, then row by row. */
public final class VerificationTable extends VBox {
    private static final int ENDS = 10;

    /** A table over a result. */
    public VerificationTable(Verification verification) {
        Words words = new Words();
        getStyleClass().add("verification");
        getStylesheets()
                .add(Objects.requireNonNull(VerificationTable.class.getResource("wallet.css"))
                        .toExternalForm());
        int failures = verification.failures().size();
        Badge badge = verification.holds()
                ? new Badge(words.get("verify.holds"), Tone.SUCCESS)
                : new Badge(words.get("verify.fails", failures), Tone.DANGER);
        Label sentence = Texts.body(
                verification.holds()
                        ? words.get("verify.holds.text", verification.checks().size())
                        : words.get("verify.fails.text"));
        HBox head = new HBox(10, badge, sentence);
        head.setAlignment(Pos.CENTER_LEFT);
        GridPane grid = new GridPane();
        grid.getStyleClass().add("verification-grid");
        ColumnConstraints mark = new ColumnConstraints();
        mark.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints what = new ColumnConstraints();
        what.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints expected = new ColumnConstraints();
        expected.setHgrow(Priority.ALWAYS);
        expected.setMinWidth(60);
        grid.getColumnConstraints().addAll(mark, what, expected, expected);
        grid.addRow(
                0,
                new Label(),
                Texts.overline(words.get("verify.what")),
                Texts.overline(words.get("verify.expected")),
                Texts.overline(words.get("verify.found")));
        int row = 1;
        for (Check check : verification.checks()) {
            FontIcon icon = new FontIcon(check.holds() ? Feather.CHECK : Feather.X);
            HBox sign = new HBox(icon);
            (check.holds() ? Tone.SUCCESS : Tone.DANGER).dress(sign);
            sign.getStyleClass().add("check-mark");
            sign.setAlignment(Pos.CENTER);
            Label name = new Label(check.what());
            name.setAccessibleText(words.get(check.holds() ? "verify.row.holds" : "verify.row.fails", check.what()));
            GridPane.setValignment(sign, VPos.CENTER);
            grid.addRow(row, sign, name, value(check.expected()), value(check.found()));
            row++;
        }
        getChildren().addAll(head, grid);
    }

    private static Label value(String text) {
        boolean hash = text.startsWith("0x") && text.length() > 2 * ENDS + 4;
        Label label =
                Texts.mono(hash ? text.substring(0, ENDS) + "\u2026" + text.substring(text.length() - ENDS) : text);
        label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        label.setMinWidth(60);
        label.setTooltip(new Tooltip(text));
        label.setAccessibleText(text);
        return label;
    }
}
