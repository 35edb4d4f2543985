package cultivar.runtime.lora;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression from an adapter's configuration, written for Python and matched against whole names of modules.
 * Its author may be anybody, so a match that takes too long is given up.
 */
final class NamePattern {
    private static final int LONGEST = 4_000;

    /** Groups within groups take room on the stack. */
    private static final int MOST_GROUPS = 100;

    private static final int MOST_STEPS = 200_000;

    private final String source;
    private final Pattern pattern;

    private NamePattern(String source, Pattern pattern) {
        this.source = source;
        this.pattern = pattern;
    }

    static NamePattern of(String regex) {
        if (regex.length() > LONGEST || regex.chars().filter(c -> c == '(').count() > MOST_GROUPS) {
            throw new AdapterException("a pattern for module names is longer than " + LONGEST
                    + " characters or has more than " + MOST_GROUPS + " groups.");
        }
        try {
            // Python names a group with one letter more.
            return new NamePattern(regex, Pattern.compile(regex.replace("(?P<", "(?<")));
        } catch (PatternSyntaxException e) {
            throw new AdapterException(
                    "the pattern for module names " + regex + " cannot be read: " + e.getDescription() + ".");
        }
    }

    boolean matches(String name) {
        return pattern.matcher(new Counted(name, source, new int[] {MOST_STEPS}))
                .matches();
    }

    /** Every step of a match looks at a character; this ends a match that looks too often. */
    private record Counted(CharSequence text, String source, int[] left) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw new AdapterException("the pattern for module names " + source + " takes too long to match.");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), source, left);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
