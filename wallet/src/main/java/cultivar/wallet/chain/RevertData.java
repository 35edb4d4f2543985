package cultivar.wallet.chain;

import cultivar.wallet.codec.Hex;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds a contract's reason in a node's error: some nodes give it as text, some inside an object or the message. */
final class RevertData {
    private static final Pattern DATA = Pattern.compile("0x((?:[0-9a-fA-F]{2}){4,})");
    private static final int SELECTOR = 4;
    private static final int WORD = 32;

    private RevertData() {}

    static Optional<byte[]> find(@Nullable Object data, @Nullable String message) {
        return find(String.valueOf(data)).or(() -> find(String.valueOf(message)));
    }

    /** The first run of digits that is a selector and whole words: hashes and addresses are not. */
    private static Optional<byte[]> find(String text) {
        Matcher matcher = DATA.matcher(text);
        while (matcher.find()) {
            byte[] bytes = Hex.decode(matcher.group());
            if (bytes.length % WORD == SELECTOR) {
                return Optional.of(bytes);
            }
        }
        return Optional.empty();
    }
}
