package cultivar.wallet.signing;

import cultivar.ui.text.Messages;
import java.util.Optional;

/** The words in which requests are explained. */
final class SigningWords {
    private final Messages messages = Messages.load(SigningWords.class, "cultivar.wallet.signing.texts");

    String get(String key, Object... arguments) {
        return messages.get(key, arguments);
    }

    Optional<String> find(String key, Object... arguments) {
        return messages.find(key, arguments);
    }
}
