package cultivar.runtime.text.jinja;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A string in which every character knows whether the template wrote it or somebody else did. Characters of messages
 * are <em>foreign</em>; they stay so through every operation, and that is how a tokenizer can later tell a control
 * token of the template from the same letters typed by a person. Two strings are equal when their characters are.
 */
public final class Str implements Value {
    /** No string in a template may grow beyond this many chars. */
    static final int LONGEST = 8_000_000;

    static final Str EMPTY = new Str("", null);

    private final String text;
    private final @Nullable BitSet foreign;

    private Str(String text, @Nullable BitSet foreign) {
        this.text = text;
        this.foreign = foreign;
    }

    /** Text that the template's author is trusted with. */
    public static Str of(String text) {
        return new Str(text, null);
    }

    /** Text that somebody else wrote. */
    public static Str foreign(String text) {
        BitSet all = new BitSet(text.length());
        all.set(0, text.length());
        return new Str(text, all);
    }

    /** The characters. */
    public String text() {
        return text;
    }

    /** Whether any char in {@code [from, to)}, counted in UTF-16 units, was written by somebody else. */
    public boolean isForeign(int from, int to) {
        if (foreign == null) {
            return false;
        }
        int next = foreign.nextSetBit(from);
        return next >= 0 && next < to;
    }

    boolean isForeign() {
        return foreign != null && !foreign.isEmpty();
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Length in code points, as Python counts. */
    int length() {
        return text.codePointCount(0, text.length());
    }

    Str substring(int from, int to) {
        return new Str(text.substring(from, to), foreign == null ? null : foreign.get(from, to));
    }

    /** Every code point as a string of its own. */
    List<Str> characters() {
        List<Str> result = new ArrayList<>();
        for (int i = 0; i < text.length(); ) {
            int next = i + Character.charCount(text.codePointAt(i));
            result.add(substring(i, next));
            i = next;
        }
        return result;
    }

    Str plus(Str other) {
        return new Builder().append(this).append(other).build();
    }

    /** Without the given characters (white space if null) at the chosen ends. */
    Str strip(@Nullable String characters, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && strips(characters, text.charAt(from))) {
            from++;
        }
        while (right && to > from && strips(characters, text.charAt(to - 1))) {
            to--;
        }
        return substring(from, to);
    }

    private static boolean strips(@Nullable String characters, char c) {
        return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
    }

    /** White space as Python's str.isspace sees it. */
    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    /** Replaces up to {@code limit} occurrences (all if negative). */
    Str replace(Str old, Str by, long limit) {
        Builder result = new Builder();
        int from = 0;
        long left = limit < 0 ? Long.MAX_VALUE : limit;
        if (old.isEmpty()) {
            for (Str c : characters()) {
                if (left-- > 0) {
                    result.append(by);
                }
                result.append(c);
            }
            return left > 0 ? result.append(by).build() : result.build();
        }
        for (int at = text.indexOf(old.text); at >= 0 && left-- > 0; at = text.indexOf(old.text, from)) {
            result.append(substring(from, at)).append(by);
            from = at + old.text.length();
        }
        return result.append(substring(from, text.length())).build();
    }

    /** Splits like Python: at runs of white space if the separator is null. */
    List<Value> split(@Nullable Str separator, long limit) {
        List<Value> parts = new ArrayList<>();
        long left = limit < 0 ? Long.MAX_VALUE : limit;
        int from = 0;
        if (separator == null) {
            while (true) {
                while (from < text.length() && isSpace(text.charAt(from))) {
                    from++;
                }
                if (from == text.length()) {
                    return parts;
                }
                if (left-- <= 0) {
                    parts.add(substring(from, text.length()));
                    return parts;
                }
                int to = from;
                while (to < text.length() && !isSpace(text.charAt(to))) {
                    to++;
                }
                parts.add(substring(from, to));
                from = to;
            }
        }
        if (separator.isEmpty()) {
            throw JinjaException.unplaced("empty separator");
        }
        for (int at = text.indexOf(separator.text); at >= 0 && left-- > 0; at = text.indexOf(separator.text, from)) {
            parts.add(substring(from, at));
            from = at + separator.text.length();
        }
        parts.add(substring(from, text.length()));
        return parts;
    }

    /** Splits from the right, at most {@code limit} times. */
    List<Value> splitRight(Str separator, long limit) {
        if (limit < 0 || separator.isEmpty()) {
            return split(separator, limit);
        }
        List<Value> parts = new ArrayList<>();
        int to = text.length();
        while (parts.size() < limit) {
            int at = to - separator.text.length() < 0
                    ? -1
                    : text.lastIndexOf(separator.text, to - separator.text.length());
            if (at < 0) {
                break;
            }
            parts.addFirst(substring(at + separator.text.length(), to));
            to = at;
        }
        parts.addFirst(substring(0, to));
        return parts;
    }

    /** Changes the letters; where that moves characters about, all of them count as foreign if one was. */
    Str map(UnaryOperator<String> change) {
        String changed = change.apply(text);
        if (foreign == null || !isForeign()) {
            return of(changed);
        }
        return changed.length() == text.length() ? new Str(changed, foreign) : foreign(changed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Str that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Puts strings together and keeps count of who wrote what. */
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private final BitSet foreign = new BitSet();

        Builder append(Str part) {
            room(part.text.length());
            int at = text.length();
            text.append(part.text);
            if (part.foreign != null) {
                BitSet marks = part.foreign;
                for (int from = marks.nextSetBit(0); from >= 0; ) {
                    int to = marks.nextClearBit(from);
                    foreign.set(at + from, at + to);
                    from = marks.nextSetBit(to);
                }
            }
            return this;
        }

        Builder append(String trusted) {
            room(trusted.length());
            text.append(trusted);
            return this;
        }

        Builder append(String part, boolean isForeign) {
            return append(isForeign ? Str.foreign(part) : Str.of(part));
        }

        private void room(int more) {
            if (text.length() > LONGEST - more) {
                throw JinjaException.unplaced("text grows beyond " + LONGEST + " characters");
            }
        }

        Str build() {
            return new Str(text.toString(), foreign.isEmpty() ? null : (BitSet) foreign.clone());
        }
    }
}
