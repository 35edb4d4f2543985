package cultivar.runtime.generate;

import java.util.List;

/**
 * When an answer ends, beside its context being full.
 *
 * @param maxTokens at most so many new tokens
 * @param strings texts that end the answer before them, wherever tokens begin and end in them; the first that is whole counts
 * @param ignoreEos goes on after an end token
 */
public record Stopping(int maxTokens, List<String> strings, boolean ignoreEos) {
    public Stopping {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("At least one token must be asked for.");
        }
        strings = List.copyOf(strings);
        if (strings.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("A stop string must not be empty.");
        }
    }

    /** At an end token, or after so many tokens. */
    public static Stopping after(int maxTokens) {
        return new Stopping(maxTokens, List.of(), false);
    }
}
