package cultivar.datanet.signed;

import cultivar.datanet.EvmAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a contribution file came to.
 *
 * @param verdict whether its rows are as their contributor signed them
 * @param reason one line that says why, for people
 * @param statement what the file says of itself
 * @param signer whose signature it carries; null where it carries none, or none that is anybody's
 * @param rows how many rows it holds
 * @param usable how many of them may be taken over: of an altered file those that are still as they were signed, of an
 *     unsigned one all, which is for the person to decide
 * @param altered the rows that are not what was signed, at most {@link #LISTED}
 * @param alteredRows how many those are altogether
 */
public record FileCheck(
        Verdict verdict,
        String reason,
        Statement statement,
        @Nullable EvmAddress signer,
        int rows,
        int usable,
        List<RowProblem> altered,
        int alteredRows) {
    /** How many altered rows are listed; all are counted, and none goes in. */
    public static final int LISTED = 1000;

    /** Whether a file is what its contributor signed. */
    public enum Verdict {
        /** Signed by the contributor, and nothing was changed since. */
        INTACT,
        /** Nobody vouches for it. */
        UNSIGNED,
        /** Something was changed after it was made. */
        ALTERED,
        /** Somebody else signed it. */
        WRONG_SIGNER;

        /** The name that scripts see. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    public FileCheck {
        altered = List.copyOf(altered);
    }
}
