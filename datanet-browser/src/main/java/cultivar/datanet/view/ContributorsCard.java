package cultivar.datanet.view;

import cultivar.datanet.ContributorShare;
import cultivar.datanet.EvmAddress;
import cultivar.ui.control.Card;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Texts;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Who gave a datanet's rows, and how many of them. */
final class ContributorsCard extends StackPane {
    private static final int LISTED = 8;

    private final Words words;

    ContributorsCard(Words words, List<ContributorShare> shares) {
        this.words = words;
        VBox lines = new VBox(10);
        shares.stream().limit(LISTED).map(this::line).forEach(lines.getChildren()::add);
        if (shares.size() > LISTED) {
            lines.getChildren().add(Texts.caption(words.get("contributors.more", shares.size() - LISTED)));
        }
        if (shares.isEmpty()) {
            lines.getChildren().add(Texts.muted(words.get("contributors.none")));
        }
        getChildren().add(Card.titled(words.get("contributors.title"), lines));
    }

    private Node line(ContributorShare share) {
        EvmAddress who = share.contributor();
        boolean nobody = who.equals(EvmAddress.NOBODY);
        Label name = nobody ? new Label(words.get("contributors.nobody")) : Texts.mono(who.brief());
        name.setAccessibleText(nobody ? words.get("contributors.nobody") : who.value());
        name.setTooltip(new Tooltip(who.value()));
        Label figures = Texts.caption(words.get("contributors.share", words.percent(share.share()), share.rows()));
        figures.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox above = new HBox(4, name, new CopyButton(words.get("contributors.copy", who.brief()), who::value));
        above.getChildren().addAll(gap, figures);
        above.setAlignment(Pos.CENTER_LEFT);
        ProgressBar bar = new ProgressBar(share.share());
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("share-bar");
        bar.setAccessibleText(words.get("contributors.spoken", who.value(), words.percent(share.share())));
        return new VBox(4, above, bar);
    }
}
