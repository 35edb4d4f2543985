package cultivar.wallet.view;

import cultivar.ui.text.Messages;
import cultivar.wallet.chain.Coins;
import java.math.BigInteger;

/** The words of these screens, and how they write failures. */
final class Words {
    private final Messages messages = Messages.load(Words.class, "cultivar.wallet.view.texts");

    Messages messages() {
        return messages;
    }

    String get(String key, Object... arguments) {
        return messages.get("wallet." + key, arguments);
    }

    /** An amount of coin, short enough for a button. */
    static String coin(BigInteger wei, String symbol) {
        return Coins.text(wei, symbol);
    }

    /** One line on a failure: our own exceptions carry it. */
    static String line(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.toString() : message;
    }
}
