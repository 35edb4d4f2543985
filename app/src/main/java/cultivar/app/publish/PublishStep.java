package cultivar.app.publish;

import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.Publication;
import cultivar.wallet.registry.Registration;
import cultivar.wallet.transaction.Entry;
import java.util.Optional;

/** Where a publication is that is signed step by step. */
public sealed interface PublishStep {
    /**
     * Something is to be signed, or waited for if it was sent before.
     *
     * @param step what it does
     * @param call what is to be signed
     * @param left how many transactions are left, with this one
     * @param poor true if the account may have too little coin for all of them
     * @param sent what was sent for it before and waits for its block; empty if it is to be signed
     */
    record Next(Publication.Step step, ContractCall call, int left, boolean poor, Optional<Entry> sent)
            implements PublishStep {}

    /** The adapter is registered. */
    record Done(Registration registration) implements PublishStep {}
}
