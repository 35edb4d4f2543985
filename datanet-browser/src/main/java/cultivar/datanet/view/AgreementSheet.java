package cultivar.datanet.view;

import cultivar.datanet.review.ReviewLedger;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.Dialogs;
import java.util.List;
import java.util.OptionalDouble;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** How far reviewers agree: a line, and a sheet with each two of them. */
final class AgreementSheet {
    /** More pairs than this are not shown; those with the most rows are. */
    private static final int PAIRS = 8;

    private static final double WIDTH = 520;

    private AgreementSheet() {}

    /** Kappa where there are two reviewers, alpha where there are more. */
    static String line(Words words, ReviewLedger ledger) {
        List<ReviewLedger.Pair> pairs = ledger.pairs();
        return pairs.size() == 1
                ? words.get(
                        "desk.agreement.kappa", figure(words, pairs.getFirst().kappa()), ledger.shared())
                : words.get("desk.agreement.alpha", figure(words, ledger.alpha()), ledger.shared());
    }

    static void show(Dialogs dialogs, Words words, @Nullable ReviewLedger ledger) {
        if (ledger == null) {
            return;
        }
        var _ = dialogs.<Boolean>show(words.get("desk.agreement.title"), handle -> {
            GridPane grid = new GridPane(20, 8);
            grid.getStyleClass().add("agreement-pairs");
            String[] heads = {"pair", "rows", "same", "kappa", "means"};
            for (int i = 0; i < heads.length; i++) {
                Label head = Texts.overline(words.get("desk.agreement.head." + heads[i]));
                head.setMinWidth(Region.USE_PREF_SIZE);
                grid.add(head, i, 0);
            }
            int line = 1;
            for (ReviewLedger.Pair pair : ledger.pairs().stream().limit(PAIRS).toList()) {
                grid.addRow(
                        line++,
                        cell(words.get("desk.agreement.pair", pair.one(), pair.other())),
                        cell(words.number(pair.rows())),
                        cell(words.number(pair.same())),
                        cell(figure(words, pair.kappa())),
                        cell(means(words, pair.kappa())));
            }
            Label alpha = Texts.body(words.get(
                    "desk.agreement.all",
                    figure(words, ledger.alpha()),
                    means(words, ledger.alpha()),
                    ledger.shared()));
            Label help = Texts.muted(words.get("desk.agreement.help"));
            alpha.setMaxWidth(WIDTH);
            help.setMaxWidth(WIDTH);
            return new VBox(
                    16,
                    grid,
                    alpha,
                    help,
                    new DialogButtons(Buttons.primary(words.get("desk.keys.close"), null, handle::cancel)));
        });
    }

    private static Label cell(String text) {
        Label cell = Texts.body(text);
        cell.setWrapText(false);
        cell.setMinWidth(Region.USE_PREF_SIZE);
        return cell;
    }

    private static String figure(Words words, OptionalDouble value) {
        return value.isEmpty()
                ? words.get("desk.agreement.none")
                : words.get("desk.agreement.value", value.getAsDouble());
    }

    /** In words, by the usual steps (Landis and Koch 1977). */
    private static String means(Words words, OptionalDouble value) {
        if (value.isEmpty()) {
            return words.get("desk.agreement.undefined");
        }
        double figure = value.getAsDouble();
        String step = figure <= 0
                ? "chance"
                : figure <= 0.2
                        ? "slight"
                        : figure <= 0.4 ? "fair" : figure <= 0.6 ? "moderate" : figure <= 0.8 ? "substantial" : "full";
        return words.get("desk.agreement.means." + step);
    }
}
