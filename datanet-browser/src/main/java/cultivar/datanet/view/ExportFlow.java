package cultivar.datanet.view;

import cultivar.datanet.DatanetVersion;
import cultivar.datanet.export.DatanetExporter;
import cultivar.datanet.export.ExportReport;
import cultivar.ui.task.TaskContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

/** From a datanet to a file or folder of its rows: asks, writes with progress, and tells what came of it. */
final class ExportFlow {
    private final DatanetServices services;
    private final Words words;

    ExportFlow(DatanetServices services, Words words) {
        this.services = services;
        this.words = words;
    }

    void start(String datanet, List<DatanetVersion> versions) {
        Path folder = Path.of(System.getProperty("user.home", "."));
        var _ = services.dialogs()
                .<ExportChoice>show(
                        words.get("export.title", datanet),
                        handle -> new ExportForm(words, datanet, versions, folder, handle).root())
                .thenAccept(answer -> answer.ifPresent(this::run));
    }

    private void run(ExportChoice choice) {
        var _ = services.tasks()
                .io(words.get("export.task", choice.plan().datanet()), context -> write(choice, context))
                .onResult(this::tell)
                .onFailure(error -> services.notifications().error(words.line(error)))
                .onCancelled(() -> services.notifications().warning(words.get("export.stopped")));
    }

    private ExportReport write(ExportChoice choice, TaskContext context) {
        long total = Math.max(1, services.store().get(choice.plan().datanet()).rows());
        return new DatanetExporter(services.store()).write(choice.plan(), choice.target(), rows -> {
            if (context.cancelled()) {
                throw new CancellationException("the person stopped the export");
            }
            context.progress((double) rows / Math.max(rows, total));
            context.detail(words.get("export.progress", rows));
        });
    }

    private void tell(ExportReport report) {
        String done = words.get("export.done", report.rows(), report.heldOutRows(), report.target());
        if (report.skipped() == 0 && report.leftOut() == 0) {
            services.notifications().success(done);
            return;
        }
        services.notifications().warning(done + words.get("export.less", report.skipped(), report.leftOut()));
    }
}
