package cultivar.runtime.schema;

import cultivar.runtime.schema.Rule.Terminal;
import cultivar.runtime.schema.Rule.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The simple rules, which others are made of. */
final class Rules {
    private static final Literal QUOTE = Literal.of("\"");

    private Rules() {}

    /** What stands between two quotation marks. */
    static List<Rule> quoted(Terminal inside) {
        return List.of(QUOTE, inside, QUOTE);
    }

    /**
     * Certain bytes.
     *
     * @param bytes a character for each
     * @param at how many are done
     */
    record Literal(String bytes, int at) implements Terminal {
        static Literal of(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return new Literal(new String(utf8, StandardCharsets.ISO_8859_1), 0);
        }

        @Override
        public @Nullable Literal after(int next) {
            return at < bytes.length() && bytes.charAt(at) == next ? new Literal(bytes, at + 1) : null;
        }

        @Override
        public boolean mayEnd() {
            return at == bytes.length();
        }

        @Override
        public boolean mayGoOn() {
            return at < bytes.length();
        }
    }

    /** One of certain texts; however many there are, it is one rule. */
    record Listed(Names left) implements Terminal {
        @Override
        public @Nullable Listed after(int next) {
            Names then = left.after(next);
            return then == null ? null : new Listed(then);
        }

        @Override
        public boolean mayEnd() {
            return left.isWhole();
        }

        @Override
        public boolean mayGoOn() {
            return left.goesOn();
        }
    }

    /**
     * A colon or comma and at most one space after it. More white space is never allowed: a model could go on with it for ever.
     *
     * @param sign that must come first
     * @param signed whether it is there
     * @param spaced whether the space is there
     */
    record Mark(int sign, boolean signed, boolean spaced) implements Terminal {
        static final Mark COLON = new Mark(':', false, false);
        static final Mark COMMA = new Mark(',', false, false);
        /** A space, or nothing. */
        static final Mark SPACE = new Mark(0, true, false);

        @Override
        public @Nullable Mark after(int next) {
            if (!signed) {
                return next == sign ? new Mark(0, true, false) : null;
            }
            return next == ' ' && !spaced ? new Mark(0, true, true) : null;
        }

        @Override
        public boolean mayEnd() {
            return signed;
        }

        @Override
        public boolean mayGoOn() {
            return !spaced;
        }
    }

    /** One of several. */
    static final class Choice implements Value {
        private final List<Rule> options;

        Choice(List<? extends Rule> options) {
            this.options = List.copyOf(options);
        }

        @Override
        public List<List<Rule>> ways() {
            return options.stream().map(List::of).toList();
        }

        @Override
        public boolean isFinite(Set<Rule> finite) {
            return options.stream().anyMatch(option -> Rule.isFinite(option, finite));
        }
    }

    /** One after the other. */
    static final class Sequence implements Value {
        private final List<Rule> parts;

        Sequence(List<Rule> parts) {
            this.parts = List.copyOf(parts);
        }

        @Override
        public List<List<Rule>> ways() {
            return List.of(parts);
        }

        @Override
        public boolean isFinite(Set<Rule> finite) {
            return parts.stream().allMatch(part -> Rule.isFinite(part, finite));
        }
    }

    /** A rule by its name, which is known before what it stands for. */
    static final class Reference implements Value {
        private @Nullable Rule target;

        void resolve(Rule to) {
            target = to;
        }

        @Override
        public List<List<Rule>> ways() {
            return target == null ? List.of() : List.of(List.of(target));
        }

        @Override
        public boolean isFinite(Set<Rule> finite) {
            return target != null && Rule.isFinite(target, finite);
        }
    }
}
