package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.Received;
import cultivar.datanet.ReviewState;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.task.Task;
import org.jspecify.annotations.Nullable;

/** Asks for a version once every row of a contribution file is decided about. */
final class FileDecided {
    private record Found(Received file, Datanet datanet) {}

    private final DatanetServices services;
    private final Words words;
    private final String name;
    private final Runnable published;
    private @Nullable Task<?> looking;

    /** @param published runs when a version was made */
    FileDecided(DatanetServices services, Words words, String name, Runnable published) {
        this.services = services;
        this.words = words;
        this.name = name;
        this.published = published;
    }

    /** Looks whether a file is decided about; only the latest look answers. */
    void look(long file) {
        if (looking != null) {
            looking.cancel();
        }
        looking = services.tasks()
                .load(
                        words.get("rows.loading"),
                        context -> new Found(
                                services.store().contributions().get(name, file),
                                services.store().get(name)))
                .onResult(found -> {
                    if (found.file().decided() && found.datanet().draftRows() > 0) {
                        ask(found);
                    }
                })
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    private void ask(Found found) {
        Received file = found.file();
        Datanet datanet = found.datanet();
        int number = 1 + datanet.latest().map(DatanetVersion::number).orElse(0);
        var _ = services.dialogs()
                .confirm(Confirm.of(
                        words.get("received.decided.title", file.file()),
                        words.get(
                                "received.decided.text",
                                file.of(ReviewState.ACCEPTED),
                                file.of(ReviewState.REJECTED),
                                number,
                                datanet.rows(),
                                datanet.draftRows()),
                        words.get("publish.verb", number)))
                .thenAccept(yes -> {
                    if (yes) {
                        publish();
                    }
                });
    }

    private void publish() {
        var _ = services.tasks()
                .compute(
                        words.get("publish.task", name),
                        context -> services.store().publish(name))
                .onResult(version -> {
                    services.notifications().success(words.get("publish.done", version.ref(), version.rows()));
                    published.run();
                })
                .onFailure(error -> services.notifications().error(words.line(error)));
    }
}
