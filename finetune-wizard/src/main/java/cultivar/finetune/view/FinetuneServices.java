package cultivar.finetune.view;

import cultivar.datanet.store.DatanetStore;
import cultivar.finetune.RunService;
import cultivar.finetune.RunStore;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.task.TaskRunner;

/** What these screens need from the studio. */
public record FinetuneServices(
        RunService runs, DatanetStore datanets, TaskRunner tasks, Dialogs dialogs, Notifications notifications) {
    RunStore store() {
        return runs.store();
    }
}
