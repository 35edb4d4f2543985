package cultivar.datanet.view;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.ask.LocalModels;
import cultivar.datanet.signed.Signatures;
import cultivar.datanet.store.DatanetStore;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.task.TaskRunner;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * What the screens of datanets need from the studio.
 *
 * @param contributor whose rows are that name nobody: the wallet's account, or {@link EvmAddress#NOBODY} without one
 * @param desk what the tagging desk remembers
 * @param signatures finds out who signed a contribution
 * @param models the models on this machine, which can be asked about documents and rows
 * @param openDraft goes to where a document becomes rows by hand, by the draft's number
 * @param signing leads to an account that signs contributions
 */
public record DatanetServices(
        DatanetStore store,
        TaskRunner tasks,
        Dialogs dialogs,
        Notifications notifications,
        Supplier<EvmAddress> contributor,
        DeskSettings.Keeper desk,
        Signatures signatures,
        LocalModels models,
        LongConsumer openDraft,
        SigningAccount signing) {}
