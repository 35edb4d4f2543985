package cultivar.runtime.schema;

import cultivar.runtime.schema.Network.Places;
import cultivar.runtime.schema.Rule.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * A string that matches a pattern, between its quotation marks. Only what must be escaped is escaped.
 *
 * @param places where in the pattern it may be
 * @param node inside the next character, see {@link Alphabet}
 */
record Matching(Network network, Places places, int node) implements Terminal {
    static Matching of(Network network) {
        return new Matching(network, network.start(), Alphabet.WHOLE);
    }

    @Override
    public @Nullable Matching after(int next) {
        Alphabet alphabet = network.alphabet();
        int then = alphabet.after(node, next);
        if (then == Alphabet.NEVER) {
            return null;
        }
        if (!Alphabet.isLetter(then)) {
            // A part of a character is taken if a character that it can become is.
            return network.takes(places, alphabet.through(then)) ? new Matching(network, places, then) : null;
        }
        Places after = network.after(places, Alphabet.letter(then));
        return after == null ? null : new Matching(network, after, Alphabet.WHOLE);
    }

    @Override
    public boolean mayEnd() {
        return node == Alphabet.WHOLE && places.mayEnd();
    }

    @Override
    public boolean mayGoOn() {
        return node != Alphabet.WHOLE || places.mayGoOn();
    }

    @Override
    public Matching inReach() {
        return new Matching(network, network.inReach(places), node);
    }
}
