package cultivar.datanet.load;

import cultivar.datanet.DatanetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a column of a file is to a row. */
public enum Target {
    /** The whole conversation, as a list of turns. */
    MESSAGES("messages conversations conversation"),
    /** A text that holds a question and its answer, each behind its mark. */
    TEXT("text"),
    SYSTEM("system system_prompt"),
    /** What the user says: a text, or a list of turns. */
    PROMPT("prompt instruction question query user"),
    /** What belongs to the user's words, set below them. */
    INPUT("input"),
    /** What the assistant answers: a text, or a list of turns. */
    COMPLETION("completion output answer response assistant"),
    CONTRIBUTOR("contributor"),
    LICENCE("licence license"),
    SOURCE("source"),
    CONTEXT("context"),
    TAGS("tags"),
    /** Not taken over. */
    NOTHING("");

    private final String usualNames;

    Target(String usualNames) {
        this.usualNames = usualNames;
    }

    /** The name that files and the command line use. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names that columns of this kind usually have, in lower case, the likeliest first. */
    List<String> usualNames() {
        return List.of(usualNames.split(" ", -1));
    }

    /** Whether a column of this name, in lower case, is usually something. */
    static boolean usual(String name) {
        return Arrays.stream(values()).anyMatch(target -> target.usualNames().contains(name));
    }

    /** Reads {@link #id()}; fails with the list of what there is. */
    public static Target ofId(String id) {
        return Arrays.stream(values())
                .filter(target -> target.id().equals(id.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new DatanetException("A column cannot be \"" + id + "\"; it can be "
                        + Arrays.stream(values()).map(Target::id).collect(Collectors.joining(", "))));
    }
}
