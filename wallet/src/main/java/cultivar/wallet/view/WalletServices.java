package cultivar.wallet.view;

import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.task.TaskRunner;
import cultivar.wallet.chain.Network;
import javafx.beans.value.ObservableValue;

/**
 * What the wallet's screens need from the studio.
 *
 * @param network the network that is chosen
 * @param networksChanged what is told once a network was added or changed
 * @param desk where signatures are asked for
 * @param rewards leads to what was earned
 */
public record WalletServices(
        WalletSession session,
        TaskRunner tasks,
        Dialogs dialogs,
        Notifications notifications,
        WalletHome home,
        ObservableValue<Network> network,
        Runnable networksChanged,
        SigningDesk desk,
        Runnable rewards) {}
