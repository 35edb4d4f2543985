package cultivar.app.publish.view;

import cultivar.ui.control.Card;
import cultivar.ui.control.TagBars;
import cultivar.ui.control.Texts;
import cultivar.ui.text.Messages;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** Whose rows the adapter learnt from, and how many of each. */
final class SharesCard extends VBox {
    private static final int MOST = 6;

    SharesCard(PublishModel model, Messages messages) {
        TagBars bars = new TagBars();
        bars.getStyleClass().add("publish-shares");
        Label more = Texts.caption("");
        more.managedProperty().bind(more.textProperty().isNotEmpty());
        getChildren()
                .add(Card.titled(
                        messages.get("publish.shares"),
                        Texts.caption(messages.get("publish.shares.text")),
                        bars,
                        more));
        model.candidate().subscribe(candidate -> {
            List<Candidate.Share> shares = candidate == null ? List.of() : candidate.shares();
            bars.setShares(shares.stream()
                    .limit(MOST)
                    .map(share -> new TagBars.Share(shortened(share.address()), share.rows()))
                    .toList());
            more.setText(shares.size() > MOST ? messages.get("publish.shares.more", shares.size() - MOST) : "");
        });
    }

    private static String shortened(String address) {
        return address.substring(0, 6) + "\u2026" + address.substring(address.length() - 4);
    }
}
