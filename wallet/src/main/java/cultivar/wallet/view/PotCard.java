package cultivar.wallet.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.HelpTip;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.wallet.rewards.EpochShare;
import cultivar.wallet.rewards.PotShare;
import cultivar.wallet.rewards.Standing;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** What an account earned from one adapter, an epoch a line. */
final class PotCard {
    private final Words words;
    private final RewardsScreen presenter;
    private final RewardsFound found;
    private final PotShare pot;

    PotCard(Words words, RewardsScreen presenter, RewardsFound found, PotShare pot) {
        this.words = words;
        this.presenter = presenter;
        this.found = found;
        this.pot = pot;
    }

    Node root() {
        VBox rows = new VBox(12);
        pot.epochs().forEach(epoch -> rows.getChildren().add(row(epoch)));
        String kind = pot.isOfStakers() ? "rewards.stakers" : "rewards.contributors";
        return Card.titled(words.get("rewards.adapter", found.adapter(pot.adapter())), rows)
                .actions(new Badge(words.get(kind), Tone.INFO), new HelpTip(words.get(kind + ".help")));
    }

    private Node row(EpochShare epoch) {
        String number = Long.toString(epoch.posted().epoch());
        Label name = new Label(words.get("rewards.epoch", number));
        name.getStyleClass().add("strong");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label how = Texts.caption(how(epoch.standing()));
        HBox head = new HBox(10, name, state(epoch.standing()));
        head.setAlignment(Pos.CENTER_LEFT);
        VBox text = new VBox(2, head, how);
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        Label amount = new Label(found.amount(words, pot.pot(), epoch.earned()));
        amount.getStyleClass().add(epoch.standing() instanceof Standing.Challenged ? "muted" : "strong");
        amount.setMinWidth(Region.USE_PREF_SIZE);
        Button proof =
                Buttons.quiet(words.get("rewards.proof"), Feather.SHIELD, () -> presenter.showProof(found, pot, epoch));
        proof.setAccessibleText(words.get("rewards.proof.title", number));
        proof.getStyleClass().add("reward-proof");
        HBox row = new HBox(14, text, amount, proof);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("reward-row");
        return row;
    }

    private Badge state(Standing standing) {
        return switch (standing) {
            case Standing.Claimable _ -> new Badge(words.get("rewards.claimable"), Tone.SUCCESS);
            case Standing.Locked _ -> new Badge(words.get("rewards.locked"), Tone.WARNING);
            case Standing.Challenged _ -> new Badge(words.get("rewards.challenged"), Tone.DANGER);
            case Standing.Claimed _ -> new Badge(words.get("rewards.paid"), Tone.NEUTRAL);
            case Standing.Replaced _ -> new Badge(words.get("rewards.replaced"), Tone.WARNING);
        };
    }

    private String how(Standing standing) {
        return switch (standing) {
            case Standing.Claimable _ -> words.get("rewards.claimable.text");
            case Standing.Locked(Instant until) -> words.get("rewards.locked.text", time(until));
            case Standing.Challenged _ -> words.get("rewards.challenged.text");
            case Standing.Claimed _ -> words.get("rewards.paid.text");
            case Standing.Replaced _ -> words.get("rewards.replaced.text");
        };
    }

    private static String time(Instant when) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .format(when.atZone(ZoneId.systemDefault()));
    }
}
