package cultivar.datanet.view;

import cultivar.datanet.signed.StatementSigner;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Leads to an account that can sign, through whatever is missing for it. */
@FunctionalInterface
public interface SigningAccount {
    /** There is no account. */
    SigningAccount NONE = () -> CompletableFuture.completedFuture(Optional.empty());

    /** Asks for what is missing, a wallet or its password; empty if the person cancelled. FX thread. */
    CompletionStage<Optional<StatementSigner>> ready();
}
