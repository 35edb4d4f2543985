package cultivar.runtime.text;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Text that arrives token by token. A token may hold part of a character only; such parts are held back until the
 * character is whole. Not for several threads at once.
 */
public final class TextStream {
    private static final char REPLACEMENT = '\ufffd';
    /** A character has at most four bytes, so that more tokens than these cannot be waiting for one. */
    private static final int MOST_HELD = 8;

    private final Function<int[], String> decoder;
    private int[] window = new int[64];
    private int size;
    /** Tokens at the start of the window whose text was already given; they only set the scene for the next. */
    private int given;

    TextStream(Function<int[], String> decoder) {
        this.decoder = decoder;
    }

    /** Takes the next token and returns the characters that it completes, often one or more, sometimes none. */
    public String feed(int id) {
        if (size == window.length) {
            window = Arrays.copyOf(window, size * 2);
        }
        window[size++] = id;
        return take(size - given > MOST_HELD);
    }

    /** The rest, when no more tokens come: broken characters show as U+FFFD. */
    public String flush() {
        return take(true);
    }

    private String take(boolean all) {
        String before = decoder.apply(Arrays.copyOf(window, given));
        String now = decoder.apply(Arrays.copyOf(window, size));
        if (now.length() <= before.length() || (!all && now.charAt(now.length() - 1) == REPLACEMENT)) {
            return "";
        }
        window = Arrays.copyOfRange(window, given, Math.max(size + 64, given + 64));
        size -= given;
        given = size;
        return now.substring(before.length());
    }
}
