package cultivar.finetune.view;

import cultivar.finetune.Run;
import cultivar.ui.dialog.Confirm;

/** Asks and deletes a run. */
final class Deletion {
    private Deletion() {}

    static void ask(FinetuneServices services, Words words, Run run, Runnable done) {
        String text = words.get(run.adapter() == null ? "delete.text" : "delete.text.finished", run.name());
        var _ = services.dialogs()
                .confirm(Confirm.destructive(words.get("delete.title", run.name()), text, words.get("delete.verb")))
                .thenAccept(yes -> {
                    if (yes) {
                        services.tasks()
                                .loadAction(
                                        words.get("delete.verb"),
                                        context -> services.runs().discard(run.id()))
                                .onResult(deleted -> done.run())
                                .onFailure(error -> services.notifications().error(words.line(error)));
                    }
                });
    }
}
