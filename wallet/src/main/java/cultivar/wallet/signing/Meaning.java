package cultivar.wallet.signing;

import cultivar.wallet.codec.Address;
import java.util.List;
import java.util.Optional;

/** What signing would mean, read from the very bytes that would be signed. */
public sealed interface Meaning {
    /**
     * It was read in full.
     *
     * @param sentence what happens, in one sentence
     * @param lines every value of it
     * @param cautions what to know before
     * @param recipient who gets something or may take something; empty if that is one of our contracts or nobody
     */
    record Known(String sentence, List<Line> lines, List<Caution> cautions, Optional<Address> recipient)
            implements Meaning {
        /** Keeps its own copies. */
        public Known {
            lines = List.copyOf(lines);
            cautions = List.copyOf(cautions);
        }
    }

    /**
     * It could not be read in full, so nothing is guessed. Signed only where an expert said that this may be.
     *
     * @param why what could not be read, in one sentence
     * @param lines the bytes as they are
     */
    record Unknown(String why, List<Line> lines) implements Meaning {
        /** Keeps its own copy. */
        public Unknown {
            lines = List.copyOf(lines);
        }
    }

    /**
     * It must not be signed by anybody here, expert or not.
     *
     * @param why the reason, in one sentence
     */
    record Forbidden(String why) implements Meaning {}
}
