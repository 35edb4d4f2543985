package cultivar.wallet.view;

import cultivar.ui.dialog.Dialogs;
import cultivar.ui.task.TaskRunner;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Account;
import cultivar.wallet.signing.Circle;
import cultivar.wallet.signing.Review;
import cultivar.wallet.signing.SigningRequest;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What asking for signatures needs from the studio.
 *
 * @param reviewer looks at a request; blocks
 * @param circle whom the owner of these accounts has to do with, as it is now; may block
 * @param expert whether what cannot be read, or would be refused, may be signed all the same; may block
 * @param faucet gives an account demo coin on the embedded chain; blocks
 */
public record SigningServices(
        WalletSession session,
        TaskRunner tasks,
        Dialogs dialogs,
        Reviewing reviewer,
        Function<List<Account>, Circle> circle,
        BooleanSupplier expert,
        Consumer<Address> faucet) {
    /** Looks at a request. */
    @FunctionalInterface
    public interface Reviewing {
        /** Everything that the signer needs to decide; throws with one line where the network cannot be asked. */
        Review review(SigningRequest request, Circle circle);
    }
}
