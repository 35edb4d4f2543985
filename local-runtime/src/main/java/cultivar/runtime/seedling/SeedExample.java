package cultivar.runtime.seedling;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One training example: a short conversation that ends with an assistant's turn.
 *
 * @param kind the skill that it trains, as {@code group.skill}
 * @param messages system (optional), then user and assistant in turn
 */
public record SeedExample(String kind, List<Turn> messages) {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    public SeedExample {
        messages = List.copyOf(messages);
    }

    /** The last assistant turn, which is what an evaluation compares. */
    public String answer() {
        return messages.getLast().content();
    }

    /** Everything before the answer, in lower case and with single spaces: equal for requests that count as the same. */
    public String promptKey() {
        String prompt = messages.subList(0, messages.size() - 1).stream()
                .map(turn -> turn.role() + ' ' + turn.content())
                .collect(Collectors.joining(" "));
        return SPACE.matcher(prompt.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}
