package cultivar.app.hub.view;

import cultivar.app.hub.HomeModels;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.task.TaskRunner;
import java.util.function.Consumer;

/**
 * What this screen needs from the studio.
 *
 * @param use starts an adapter on the base model of a name
 * @param back leads back to where the screen was opened
 */
public record ModelsServices(
        HomeModels models,
        TaskRunner tasks,
        Dialogs dialogs,
        Notifications notifications,
        Consumer<String> use,
        Runnable back) {}
