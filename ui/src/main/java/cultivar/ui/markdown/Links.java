package cultivar.ui.markdown;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of links: those of the web can be pressed where somebody listens, all others only show where they lead.
 *
 * @param onPress gets the address of a link that was pressed; null where none can be
 */
record Links(@Nullable Consumer<String> onPress) {
    boolean opens(String target) {
        String address = target.toLowerCase(Locale.ROOT);
        return onPress != null && (address.startsWith("https://") || address.startsWith("http://"));
    }

    void press(String target) {
        if (onPress != null) {
            onPress.accept(target);
        }
    }
}
