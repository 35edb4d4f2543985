package cultivar.app.publish.view;

import cultivar.ui.control.Badge;
import cultivar.ui.control.Buttons;
import cultivar.ui.control.Card;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.KeyValueGrid;
import cultivar.ui.control.Texts;
import cultivar.ui.control.Tone;
import cultivar.ui.text.Messages;
import cultivar.wallet.chain.Network;
import cultivar.wallet.view.SentEntry;
import cultivar.wallet.view.VerificationTable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What was registered, and the button that proves it. */
final class ResultPane {
    private final VBox root;

    ResultPane(
            PublishScreen presenter, PublishServices services, PublishModel model, Messages messages, SentEntry sent) {
        Network network = services.network().getValue();
        StackPane mark = new StackPane(new FontIcon(Feather.CHECK));
        mark.getStyleClass().add("publish-done");
        VBox words = new VBox(
                2,
                Texts.heading(messages.get("publish.done", sent.adapter())),
                Texts.muted(messages.get("publish.done.text", network.label())));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button verify = Buttons.primary(messages.get("publish.verify"), Feather.CHECK_SQUARE, presenter::verify);
        verify.setId("publish-verify");
        verify.disableProperty().bind(model.busy());
        Button again = Buttons.secondary(messages.get("publish.again"), null, presenter::again);
        HBox head = new HBox(14, mark, words, again, verify);
        head.setAlignment(Pos.CENTER_LEFT);
        KeyValueGrid grid = new KeyValueGrid()
                .text(messages.get("publish.done.network"), network.label())
                .mono(messages.get("publish.done.token"), sent.token())
                .mono(messages.get("publish.done.transaction"), sent.transaction())
                .text(messages.get("publish.done.block"), Long.toString(sent.block()))
                .text(messages.get("publish.done.fee"), sent.fee())
                .mono(messages.get("publish.done.folder"), sent.folder().toString());
        network.explorerLink(sent.transaction()).ifPresent(link -> {
            HBox line =
                    new HBox(4, Texts.mono(link), new CopyButton(messages.get("publish.done.link.copy"), () -> link));
            line.setAlignment(Pos.CENTER_LEFT);
            grid.row(messages.get("publish.done.link"), line);
        });
        VBox result = new VBox();
        model.verification()
                .subscribe(found -> result.getChildren()
                        .setAll(
                                found == null
                                        ? new VBox()
                                        : Card.titled(
                                                messages.get("publish.verification"), new VerificationTable(found))));
        Card card = new Card(head, grid);
        if (network.demo()) {
            card.getChildren().add(new Badge(messages.get("publish.done.demo"), Tone.INFO));
        }
        root = new VBox(16, PublishView.trouble(model, messages), card, result);
    }

    Node root() {
        return root;
    }
}
