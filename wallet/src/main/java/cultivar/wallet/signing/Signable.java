package cultivar.wallet.signing;

import cultivar.wallet.keys.Approval;
import cultivar.wallet.signer.Outgoing;
import java.util.Optional;

/** What its owner agreed to sign. */
public sealed interface Signable {
    /**
     * A transaction.
     *
     * @param approval that the password was given for it, where the sum needs that
     */
    record Send(Outgoing outgoing, Optional<Approval> approval) implements Signable {}

    /** Typed data. */
    record Message(String json) implements Signable {}
}
