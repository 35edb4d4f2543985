package cultivar.wallet.signing;

import java.math.BigInteger;
import java.util.List;

/** What would happen if the transaction were sent now. */
public sealed interface Forecast {
    /**
     * It would go through.
     *
     * @param gas gas that it would take
     * @param changes what it would change, the signer's own first
     * @param traced whether the node followed all transfers; if not, only the coin that is sent is known
     */
    record Succeeds(BigInteger gas, List<Change> changes, boolean traced) implements Forecast {
        /** Keeps its own copy. */
        public Succeeds {
            changes = List.copyOf(changes);
        }
    }

    /** It would be refused; only the fee would be spent. */
    record Refused(String reason) implements Forecast {}

    /** The account has less coin than would be sent. */
    record TooPoor(BigInteger balance, BigInteger needed) implements Forecast {}
}
