package cultivar.datanet.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** When two requests count as the same, and sets of requests that must not meet. */
final class Requests {
    private static final Pattern NOT_WORD = Pattern.compile("[^a-z0-9.@%-]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final Set<String> seen = new HashSet<>();

    /** Whether the request is new; from now on it is not. */
    boolean add(String request) {
        return seen.add(key(request));
    }

    /** Small letters, no marks but those inside amounts and names, single spaces. */
    static String key(String request) {
        String words = NOT_WORD.matcher(request.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
        String bare = words.replaceAll("[.]+( |$)", "$1").replaceAll("\\bplease\\b", "");
        return SPACE.matcher(bare).replaceAll(" ").strip();
    }

    static List<String> words(String text) {
        return SPACE.splitAsStream(text.strip()).toList();
    }
}
