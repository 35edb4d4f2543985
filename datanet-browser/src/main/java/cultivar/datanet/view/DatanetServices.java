package cultivar.datanet.view;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.signed.Signatures;
import cultivar.datanet.store.DatanetStore;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.task.TaskRunner;
import java.util.function.Supplier;

/**
 * What the screens of datanets need from the studio.
 *
 * @param contributor whose rows are that name nobody: the wallet's account, or {@link EvmAddress#NOBODY} without one
 * @param desk what the tagging desk remembers
 * @param signatures finds out who signed a contribution
 */
public record DatanetServices(
        DatanetStore store,
        TaskRunner tasks,
        Dialogs dialogs,
        Notifications notifications,
        Supplier<EvmAddress> contributor,
        DeskSettings.Keeper desk,
        Signatures signatures) {}
