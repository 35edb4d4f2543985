package cultivar.runtime.generate;

import java.util.List;
import java.util.Set;

/**
 * When an answer ends, beside its context being full.
 *
 * @param maxTokens at most so many new tokens
 * @param minTokens that many come before anything else may end it; JSON that a schema asks for ends where it is whole
 * @param strings texts that end the answer before them, wherever tokens begin and end in them; the first that is whole counts
 * @param tokenIds tokens that end the answer before them, also where end tokens do not
 * @param ignoreEos goes on after an end token
 */
public record Stopping(int maxTokens, int minTokens, List<String> strings, Set<Integer> tokenIds, boolean ignoreEos) {
    public Stopping {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("At least one token must be asked for.");
        }
        if (minTokens < 0 || minTokens > maxTokens) {
            throw new IllegalArgumentException("No more tokens can be asked for than may come.");
        }
        strings = List.copyOf(strings);
        tokenIds = Set.copyOf(tokenIds);
        if (strings.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("A stop string must not be empty.");
        }
    }

    /** With neither a least number of tokens nor tokens that end it. */
    public Stopping(int maxTokens, List<String> strings, boolean ignoreEos) {
        this(maxTokens, 0, strings, Set.of(), ignoreEos);
    }

    /** At an end token, or after so many tokens. */
    public static Stopping after(int maxTokens) {
        return new Stopping(maxTokens, List.of(), false);
    }
}
