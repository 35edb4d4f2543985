package cultivar.runtime.schema;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a part of a text may be. Rules that are equal allow the same. */
sealed interface Rule {
    /** How many bytes nearly all tokens have at most. */
    int REACH = 16;

    /** A rule that takes the same texts of up to {@link #REACH} bytes, one for as many as can easily be told to be alike. */
    default Rule inReach() {
        return this;
    }

    /** Something that takes bytes by itself; what is left of it after a byte is a terminal again. */
    non-sealed interface Terminal extends Rule {
        /** What is left after a byte, or null where the byte cannot come or leads nowhere. */
        @Nullable
        Terminal after(int next);

        /** Whether it may be over here. */
        boolean mayEnd();

        /** Whether a byte may come; true in doubt. */
        boolean mayGoOn();
    }

    /** Something that is made of others. */
    non-sealed interface Composite extends Rule {
        /** All that it can be: rules that follow each other. */
        List<List<Rule>> ways();
    }

    /** A composite that a schema names, which may lead back to itself. */
    interface Value extends Composite {
        /** Whether it can come to an end, if of all composites these can. */
        boolean isFinite(Set<Rule> finite);
    }

    /** Whether a rule can come to an end, if of all composites these can. */
    static boolean isFinite(Rule rule, Set<Rule> finite) {
        return rule instanceof Terminal || finite.contains(rule);
    }
}
