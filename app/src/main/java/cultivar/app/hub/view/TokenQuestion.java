package cultivar.app.hub.view;

import cultivar.app.hub.HomeModels;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.dialog.Prompt;
import cultivar.ui.task.TaskRunner;
import cultivar.ui.text.Messages;
import java.util.function.Consumer;

/** Asks for the hub's token and keeps it, if the hub knows it. */
record TokenQuestion(
        HomeModels models, TaskRunner tasks, Dialogs dialogs, Notifications notifications, Messages messages) {
    /**
     * Asks.
     *
     * @param host the hub's name
     * @param kept runs when the token is kept
     * @param trouble hears why it is not
     */
    void ask(String host, Runnable kept, Consumer<Throwable> trouble) {
        var _ = dialogs.prompt(Prompt.password(
                        messages.get("models.token.title"),
                        messages.get("models.token.text", host),
                        messages.get("models.token.label"),
                        messages.get("models.token.keep")))
                .thenAccept(typed -> typed.ifPresent(token -> keep(token, kept, trouble)));
    }

    private void keep(String typed, Runnable kept, Consumer<Throwable> trouble) {
        var _ = tasks.load(messages.get("models.token.checking"), context -> models.keepToken(typed))
                .onResult(account -> {
                    notifications.success(messages.get("models.token.kept", account));
                    kept.run();
                })
                .onFailure(trouble);
    }
}
