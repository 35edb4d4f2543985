package cultivar.app.publish.view;

import cultivar.app.publish.PublishQueue;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.task.TaskRunner;
import cultivar.wallet.chain.Network;
import cultivar.wallet.view.SentEntry;
import cultivar.wallet.view.SigningDesk;
import cultivar.wallet.view.WalletSession;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;

/**
 * What the screen needs from the studio.
 *
 * @param queue what was signed and waits for its network
 * @param desk where the registration's signature is asked for
 * @param networks the networks to choose from
 * @param network the one that is chosen
 * @param faucet gives an account demo coin on the embedded chain; blocks
 * @param build leads to where an adapter is made
 * @param sent an adapter was registered
 * @param verified a registration was recomputed and held
 */
public record PublishServices(
        Publisher publisher,
        PublishQueue queue,
        TaskRunner tasks,
        Dialogs dialogs,
        Notifications notifications,
        WalletSession wallet,
        SigningDesk desk,
        ObservableValue<List<Network>> networks,
        Property<Network> network,
        Consumer<cultivar.wallet.codec.Address> faucet,
        Runnable build,
        Consumer<SentEntry> sent,
        Runnable verified) {}
