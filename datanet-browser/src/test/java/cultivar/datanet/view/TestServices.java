package cultivar.datanet.view;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.ask.LocalModels;
import cultivar.datanet.signed.Signatures;
import cultivar.datanet.store.DatanetStore;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.dialog.OverlayPane;
import cultivar.ui.task.TaskRunner;
import java.util.function.LongConsumer;

/** What the studio gives to screens, as most tests want it: no account, no models, settings for as long as a test runs. */
final class TestServices {
    private final DatanetStore store;
    private final TaskRunner tasks;
    private final Dialogs dialogs;
    private Notifications notifications;
    private DeskSettings.Keeper desk = new KeptSettings();
    private Signatures signatures = new TestKeys();
    private LocalModels models = LocalModels.NONE;
    private LongConsumer openDraft = draft -> {};
    private SigningAccount signing = SigningAccount.NONE;

    private TestServices(DatanetStore store, TaskRunner tasks, Dialogs dialogs, Notifications notifications) {
        this.store = store;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.notifications = notifications;
    }

    static TestServices with(DatanetStore store, TaskRunner tasks, Dialogs dialogs, Notifications notifications) {
        return new TestServices(store, tasks, dialogs, notifications);
    }

    /** Asks and tells in a window. */
    static TestServices with(DatanetStore store, TaskRunner tasks, OverlayPane window) {
        return new TestServices(store, tasks, window.dialogs(), window.notifications());
    }

    TestServices notifications(Notifications other) {
        notifications = other;
        return this;
    }

    TestServices desk(DeskSettings.Keeper other) {
        desk = other;
        return this;
    }

    TestServices signatures(Signatures other) {
        signatures = other;
        return this;
    }

    TestServices models(LocalModels other) {
        models = other;
        return this;
    }

    TestServices openDraft(LongConsumer other) {
        openDraft = other;
        return this;
    }

    TestServices signing(SigningAccount other) {
        signing = other;
        return this;
    }

    DatanetServices build() {
        return new DatanetServices(
                store,
                tasks,
                dialogs,
                notifications,
                () -> EvmAddress.NOBODY,
                desk,
                signatures,
                models,
                openDraft,
                signing);
    }
}
