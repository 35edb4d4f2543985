package cultivar.app.publish;

import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.Publication;
import cultivar.wallet.registry.Registration;

/** Where a publication is that is signed step by step. */
public sealed interface PublishStep {
    /**
     * Something is to be signed.
     *
     * @param step what it does
     * @param call what is to be signed
     * @param left how many transactions are left, with this one
     * @param poor true if the account may have too little coin for all of them
     */
    record Next(Publication.Step step, ContractCall call, int left, boolean poor) implements PublishStep {}

    /** The adapter is registered. */
    record Done(Registration registration) implements PublishStep {}
}
