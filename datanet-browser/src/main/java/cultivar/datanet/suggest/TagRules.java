package cultivar.datanet.suggest;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetCard.TagMeaning;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that a card ties to tags: those in straight double quotes in a tag's meaning, and in a line of the guidelines
 * that begins with the tag's name, after a list mark if any. {@code - `swap`: "swap", "change into"} is such a line. A
 * card without quotes has no rules.
 */
final class TagRules {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"\\n]{2,60})\"");
    private static final Pattern MARK = Pattern.compile("^\\s*(?:[-*+]|\\d+[.)])?\\s*[`*_]*");

    private final Map<String, Map<String, Pattern>> wordsOf = new LinkedHashMap<>();

    TagRules(DatanetCard card) {
        for (TagMeaning tag : card.tags()) {
            Set<String> words = new LinkedHashSet<>();
            collect(tag.meaning(), words);
            for (String line : card.guidelines().split("\\n", -1)) {
                String begun = MARK.matcher(line).replaceFirst("");
                if (begun.startsWith(tag.name()) && !continues(begun, tag.name().length())) {
                    collect(begun, words);
                }
            }
            if (!words.isEmpty()) {
                Map<String, Pattern> patterns = new LinkedHashMap<>();
                words.forEach(word -> patterns.put(word, pattern(word)));
                wordsOf.put(tag.name(), patterns);
            }
        }
    }

    boolean isEmpty() {
        return wordsOf.isEmpty();
    }

    /** The first of the tag's words that stands in a text; empty where none does. */
    Optional<String> match(String tag, String text) {
        return wordsOf.getOrDefault(tag, Map.of()).entrySet().stream()
                .filter(rule -> rule.getValue().matcher(text).find())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static void collect(String text, Set<String> words) {
        Matcher quoted = QUOTED.matcher(text);
        while (quoted.find()) {
            words.add(quoted.group(1).strip().toLowerCase(Locale.ROOT));
        }
        words.remove("");
    }

    private static boolean continues(String line, int at) {
        return at < line.length() && (Character.isLetterOrDigit(line.charAt(at)) || line.charAt(at) == '-');
    }

    private static Pattern pattern(String word) {
        return Pattern.compile(
                "(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
