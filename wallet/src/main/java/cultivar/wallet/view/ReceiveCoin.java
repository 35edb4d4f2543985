package cultivar.wallet.view;

import cultivar.ui.control.Buttons;
import cultivar.ui.control.CopyButton;
import cultivar.ui.control.Texts;
import cultivar.ui.dialog.DialogButtons;
import cultivar.ui.dialog.DialogHandle;
import cultivar.wallet.chain.Network;
import cultivar.wallet.keys.Account;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The dialog that shows an account's address, for people and for cameras. */
final class ReceiveCoin {
    private static final int MODULE = 5;

    private ReceiveCoin() {}

    static Node content(Words words, Account account, Network network, DialogHandle<Boolean> handle) {
        String address = account.address().toString();
        // EIP-681, so that a wallet that reads it knows the chain, too.
        QrPane code = new QrPane(
                "ethereum:" + address + "@" + network.chainId(), words.get("receive.qr", account.name()), MODULE);
        Label shown = Texts.mono(address);
        shown.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(2, shown, new CopyButton(words.get("address.copy", account.name()), () -> address));
        line.setAlignment(Pos.CENTER);
        Button close = DialogButtons.first(Buttons.secondary(words.get("receive.close"), null, handle::cancel));
        VBox box = new VBox(
                14,
                Texts.body(words.get("receive.text", network.label(), network.coin())),
                code,
                line,
                new DialogButtons(close));
        box.setAlignment(Pos.TOP_CENTER);
        box.getStylesheets()
                .add(Objects.requireNonNull(ReceiveCoin.class.getResource("wallet.css"))
                        .toExternalForm());
        return box;
    }
}
