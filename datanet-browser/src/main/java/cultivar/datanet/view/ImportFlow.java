package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.ImportListener;
import cultivar.datanet.store.ImportProgress;
import cultivar.datanet.store.ImportReport;
import cultivar.ui.task.TaskContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From files to rows: asks where they belong, imports with progress, and tells what came of it. */
final class ImportFlow {
    private final DatanetServices services;
    private final Words words;

    ImportFlow(DatanetServices services, Words words) {
        this.services = services;
        this.words = words;
    }

    /**
     * Begins. Does nothing for no files.
     *
     * @param into the datanet that takes the rows; null asks
     * @param known the datanets to choose from
     * @param after runs when rows have gone in
     */
    void start(List<Path> files, @Nullable Datanet into, List<Datanet> known, Runnable after) {
        if (files.isEmpty()) {
            return;
        }
        var _ = services.dialogs()
                .<ImportChoice>show(
                        words.get(
                                "import.title",
                                files.size(),
                                String.valueOf(files.getFirst().getFileName())),
                        handle -> new ImportForm(words, files, into, known, handle).root())
                .thenAccept(answer -> answer.ifPresent(choice -> run(files, choice, after)));
    }

    private void run(List<Path> files, ImportChoice choice, Runnable after) {
        String title = words.get(
                "import.task", files.size(), String.valueOf(files.getFirst().getFileName()));
        var _ = services.tasks()
                .io(title, context -> load(files, choice, context))
                .onResult(reports -> {
                    after.run();
                    tell(reports);
                })
                .onFailure(error -> {
                    after.run();
                    services.notifications().error(words.line(error));
                })
                .onCancelled(after);
    }

    private List<ImportReport> load(List<Path> files, ImportChoice choice, TaskContext context) {
        String name = choice.name();
        if (choice.title() != null && services.store().find(name).isEmpty()) {
            var _ = services.store().create(DatanetCard.titled(choice.title()));
        }
        String licence = services.store().get(name).card().licence();
        RowDefaults defaults = new RowDefaults(services.contributor().get(), licence);
        List<ImportReport> reports = new ArrayList<>();
        for (Path file : files) {
            reports.add(services.store().importFile(name, file, choice.split(), defaults, new ImportListener() {
                @Override
                public void progress(ImportProgress progress) {
                    context.progress(progress.fraction());
                    context.detail(words.get("import.progress", progress.added(), progress.lines()));
                }

                @Override
                public boolean stop() {
                    return context.cancelled();
                }
            }));
        }
        return reports;
    }

    private void tell(List<ImportReport> reports) {
        if (reports.stream().allMatch(report -> report.problems().isEmpty())) {
            services.notifications().success(ImportReportView.sentence(words, reports));
            return;
        }
        var _ = services.dialogs()
                .<Boolean>show(
                        words.get("report.title"),
                        handle -> new ImportReportView(words, reports, handle::cancel).root());
    }
}
