package cultivar.runtime.generate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for stop strings in text that arrives in pieces, and holds back what may be the beginning of one. The string that
 * is whole first ends the text; of several, the longest.
 */
final class StopStrings {
    private final List<String> strings;
    private final StringBuilder held = new StringBuilder();
    private @Nullable String found;

    StopStrings(List<String> strings) {
        this.strings = strings;
    }

    /**
     * Takes the next text and returns what can be given now: all before a stop string that was found.
     *
     * @param mayEnd whether a stop string that ends in this piece counts
     */
    String take(String piece, boolean mayEnd) {
        if (strings.isEmpty()) {
            return piece;
        }
        int seen = held.length();
        held.append(piece);
        for (int end = seen + 1; mayEnd && end <= held.length(); end++) {
            found = endingAt(end);
            if (found != null) {
                return held.substring(0, end - found.length());
            }
        }
        int kept = beginning();
        String given = held.substring(0, held.length() - kept);
        held.delete(0, given.length());
        return given;
    }

    /** What is held back, when no more text comes. */
    String rest() {
        String rest = found == null ? held.toString() : "";
        held.setLength(0);
        return rest;
    }

    /** The string that ended the text, or null. */
    @Nullable
    String found() {
        return found;
    }

    private @Nullable String endingAt(int end) {
        String longest = null;
        for (String string : strings) {
            int start = end - string.length();
            if (start >= 0
                    && held.substring(start, end).equals(string)
                    && (longest == null || string.length() > longest.length())) {
                longest = string;
            }
        }
        return longest;
    }

    /** How many characters at the end may be a stop string's beginning. */
    private int beginning() {
        int most = 0;
        for (String string : strings) {
            for (int length = Math.min(string.length() - 1, held.length()); length > most; length--) {
                if (string.startsWith(held.substring(held.length() - length))) {
                    most = length;
                }
            }
        }
        return most;
    }
}
