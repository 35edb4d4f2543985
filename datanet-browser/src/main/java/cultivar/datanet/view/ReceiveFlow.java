package cultivar.datanet.view;

import cultivar.datanet.load.Problem;
import cultivar.datanet.signed.ContributionFile;
import cultivar.datanet.signed.FileCheck;
import cultivar.datanet.store.ImportListener;
import cultivar.datanet.store.ImportProgress;
import cultivar.datanet.store.ReceiveReport;
import cultivar.ui.task.TaskContext;
import java.nio.file.Path;
import java.util.List;

/** From contribution files to rows that wait for a decision: checks each, shows what came of it, and asks. */
final class ReceiveFlow {
    private final DatanetServices services;
    private final Words words;

    ReceiveFlow(DatanetServices services, Words words) {
        this.services = services;
        this.words = words;
    }

    /**
     * Begins with the first file; each next one follows when the one before is decided about.
     *
     * @param after runs when rows have come in
     */
    void start(List<Path> files, Runnable after) {
        if (files.isEmpty()) {
            return;
        }
        Path file = files.getFirst();
        Runnable next = () -> start(files.subList(1, files.size()), after);
        var _ = services.tasks()
                .load(
                        words.get("receive.look", file.getFileName()),
                        context -> ContributionFile.open(file, services.signatures()))
                .onResult(checked -> ask(checked, after, next))
                .onFailure(error -> {
                    services.notifications().error(words.line(error));
                    next.run();
                });
    }

    private void ask(ContributionFile file, Runnable after, Runnable next) {
        var _ = services.dialogs()
                .<Boolean>show(
                        words.get("receive.title", file.file().getFileName()),
                        handle -> new ReceiveForm(words, file.check(), handle).root())
                .thenAccept(answer -> {
                    if (answer.isPresent()) {
                        take(file, after, next);
                    } else {
                        next.run();
                    }
                });
    }

    private void take(ContributionFile file, Runnable after, Runnable next) {
        boolean explicit = file.check().verdict() != FileCheck.Verdict.INTACT;
        var _ = services.tasks()
                .io(
                        words.get("receive.task", file.file().getFileName()),
                        context -> services.store().contributions().receive(file, explicit, listener(context)))
                .onResult(report -> {
                    after.run();
                    tell(report);
                    next.run();
                })
                .onFailure(error -> {
                    after.run();
                    services.notifications().error(words.line(error));
                    next.run();
                })
                .onCancelled(after);
    }

    private void tell(ReceiveReport report) {
        services.notifications()
                .success(words.get(
                        "receive.done",
                        report.rows().added(),
                        report.rows().duplicates(),
                        report.rows().rejected()));
        report.rows().problems().stream()
                .filter(problem -> !problem.reason().startsWith("altered"))
                .map(Problem::toString)
                .findFirst()
                .ifPresent(services.notifications()::error);
    }

    private ImportListener listener(TaskContext context) {
        return new ImportListener() {
            @Override
            public void progress(ImportProgress progress) {
                context.progress(progress.fraction());
                context.detail(words.get("import.progress", progress.added(), progress.lines()));
            }

            @Override
            public boolean stop() {
                return context.cancelled();
            }
        };
    }
}
