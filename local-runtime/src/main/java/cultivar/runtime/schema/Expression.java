package cultivar.runtime.schema;

import cultivar.runtime.schema.Ranges.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a regular expression of a schema: characters, classes, groups, alternatives and repetitions of ECMA-262. Anchors may
 * stand at the two ends of a top-level alternative only; what looks around or back is refused.
 */
final class Expression {
    private static final Ranges DIGIT = Ranges.of(new Part('0', '9'));
    private static final Ranges WORD =
            Ranges.of(new Part('0', '9'), new Part('A', 'Z'), new Part('_', '_'), new Part('a', 'z'));
    private static final Ranges SPACE = Ranges.of(
            new Part('\t', '\r'),
            new Part(' ', ' '),
            new Part(0xa0, 0xa0),
            new Part(0x1680, 0x1680),
            new Part(0x2000, 0x200a),
            new Part(0x2028, 0x2029),
            new Part(0x202f, 0x202f),
            new Part(0x205f, 0x205f),
            new Part(0x3000, 0x3000),
            new Part(0xfeff, 0xfeff));
    private static final Ranges LINE_ENDS =
            Ranges.of(new Part('\n', '\n'), new Part('\r', '\r'), new Part(0x2028, 0x2029));
    private static final int MOST_REPETITIONS = 1000;

    /** Longer than any length that a schema can name. */
    private static final long NO_END = 1L << 32;

    /** Groups within groups, so that no pattern is deeper than a thread's stack. */
    private static final int DEEPEST = 100;

    /** A part of an expression. */
    sealed interface Tree {
        /** How many characters it takes at least. */
        long shortest();

        /** How many it takes at most; {@link #NO_END} if there is no limit, or a great one. */
        long longest();

        /** One character of a set. */
        record One(Ranges of) implements Tree {
            @Override
            public long shortest() {
                return 1;
            }

            @Override
            public long longest() {
                return 1;
            }
        }

        /** One after the other. */
        record All(List<Tree> parts) implements Tree {
            @Override
            public long shortest() {
                return limited(parts.stream().mapToLong(Tree::shortest).sum());
            }

            @Override
            public long longest() {
                return limited(parts.stream().mapToLong(Tree::longest).sum());
            }
        }

        /** One of several. */
        record Any(List<Tree> parts) implements Tree {
            @Override
            public long shortest() {
                return parts.stream().mapToLong(Tree::shortest).min().orElse(0);
            }

            @Override
            public long longest() {
                return parts.stream().mapToLong(Tree::longest).max().orElse(0);
            }
        }

        /** Several times; {@code most} is -1 for no limit. */
        record Times(Tree part, int least, int most) implements Tree {
            @Override
            public long shortest() {
                return limited(least * part.shortest());
            }

            @Override
            public long longest() {
                return limited(most < 0 ? NO_END : most * part.longest());
            }
        }

        private static long limited(long length) {
            return Math.min(length, NO_END);
        }
    }

    private static final Tree ANYTHING = new Tree.Times(new Tree.One(Ranges.ALL), 0, -1);

    private final String pattern;
    private int at;
    private int depth;

    private Expression(String pattern) {
        this.pattern = pattern;
    }

    /** @throws SchemaException if it is not supported */
    static Tree read(String pattern) {
        Expression expression = new Expression(pattern);
        List<Tree> ways = new ArrayList<>();
        do {
            ways.add(expression.anchored());
        } while (expression.skip('|'));
        if (expression.at < pattern.length()) {
            throw expression.refused();
        }
        return new Tree.Any(ways);
    }

    private SchemaException refused() {
        return new SchemaException("The schema cannot be used: the pattern \"" + pattern
                + "\" is not supported from its character " + (at + 1) + " on.");
    }

    private boolean skip(char sign) {
        boolean there = at < pattern.length() && pattern.charAt(at) == sign;
        at += there ? 1 : 0;
        return there;
    }

    private int next() {
        if (at == pattern.length()) {
            throw refused();
        }
        int next = pattern.codePointAt(at);
        at += Character.charCount(next);
        return next;
    }

    private Tree anchored() {
        List<Tree> parts = new ArrayList<>();
        if (!skip('^')) {
            parts.add(ANYTHING);
        }
        parts.add(sequence());
        if (!skip('$')) {
            parts.add(ANYTHING);
        }
        return new Tree.All(parts);
    }

    private Tree alternatives() {
        List<Tree> ways = new ArrayList<>();
        do {
            ways.add(sequence());
        } while (skip('|'));
        return new Tree.Any(ways);
    }

    private Tree sequence() {
        List<Tree> parts = new ArrayList<>();
        while (at < pattern.length() && "|)$".indexOf(pattern.charAt(at)) < 0) {
            parts.add(repeated(atom()));
        }
        return new Tree.All(parts);
    }

    private Tree atom() {
        int start = at;
        int sign = next();
        return switch (sign) {
            case '.' -> one(LINE_ENDS.not());
            case '[' -> one(set());
            case '\\' -> one(escaped());
            case '(' -> group();
            case '*', '+', '?', '{', '}', ']', '^' -> {
                at = start;
                throw refused();
            }
            default -> one(Ranges.of(new Part(sign, sign)));
        };
    }

    private Tree group() {
        if (skip('?') && !skip(':')) {
            throw refused();
        }
        if (++depth > DEEPEST) {
            throw refused();
        }
        Tree inside = alternatives();
        if (!skip(')')) {
            throw refused();
        }
        depth--;
        return inside;
    }

    private Tree one(Ranges of) {
        Ranges writable = of.and(Ranges.ALL);
        if (writable.parts().isEmpty()) {
            throw refused();
        }
        return new Tree.One(writable);
    }

    private Tree repeated(Tree part) {
        int least;
        int most;
        if (skip('*')) {
            least = 0;
            most = -1;
        } else if (skip('+')) {
            least = 1;
            most = -1;
        } else if (skip('?')) {
            least = 0;
            most = 1;
        } else if (skip('{')) {
            least = number();
            boolean open = at < pattern.length() - 1 && pattern.startsWith(",}", at);
            at += open ? 1 : 0;
            most = open ? -1 : skip(',') ? number() : least;
            if (!skip('}') || (most >= 0 && most < least)) {
                throw refused();
            }
        } else {
            return part;
        }
        // Whether it would rather take few or many makes no difference to what it takes.
        skip('?');
        return new Tree.Times(part, least, most);
    }

    private int number() {
        int start = at;
        while (at < pattern.length() && Character.digit(pattern.charAt(at), 10) >= 0 && at - start < 6) {
            at++;
        }
        if (at == start) {
            throw refused();
        }
        int number = Integer.parseInt(pattern.substring(start, at));
        if (number > MOST_REPETITIONS) {
            throw refused();
        }
        return number;
    }

    private Ranges set() {
        boolean not = skip('^');
        List<Part> parts = new ArrayList<>();
        while (!skip(']')) {
            Ranges from = member();
            boolean range = at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']';
            if (range) {
                at++;
                Ranges to = member();
                int first = only(from);
                int last = only(to);
                if (first > last) {
                    throw refused();
                }
                parts.add(new Part(first, last));
            } else {
                parts.addAll(from.parts());
            }
        }
        Ranges found = Ranges.of(parts);
        return not ? found.not() : found;
    }

    private Ranges member() {
        int sign = next();
        return sign == '\\' ? escaped() : Ranges.of(new Part(sign, sign));
    }

    private int only(Ranges ranges) {
        Part part = ranges.parts().getFirst();
        if (ranges.parts().size() > 1 || part.from() != part.to()) {
            throw refused();
        }
        return part.from();
    }

    private Ranges escaped() {
        int sign = next();
        return switch (sign) {
            case 'd' -> DIGIT;
            case 'D' -> DIGIT.not();
            case 'w' -> WORD;
            case 'W' -> WORD.not();
            case 's' -> SPACE;
            case 'S' -> SPACE.not();
            case 'n' -> Ranges.of(new Part('\n', '\n'));
            case 'r' -> Ranges.of(new Part('\r', '\r'));
            case 't' -> Ranges.of(new Part('\t', '\t'));
            case 'f' -> Ranges.of(new Part('\f', '\f'));
            case 'u' -> hex(4);
            case 'x' -> hex(2);
            default -> {
                if (Character.isLetterOrDigit(sign)) {
                    throw refused();
                }
                yield Ranges.of(new Part(sign, sign));
            }
        };
    }

    private Ranges hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw refused();
            }
            value = value * 16 + digit;
        }
        return Ranges.of(new Part(value, value));
    }
}
