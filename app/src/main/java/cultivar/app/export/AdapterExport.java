package cultivar.app.export;

import cultivar.runtime.export.ExportListener;
import cultivar.runtime.export.ExportReport;
import cultivar.runtime.export.ExportRequest;
import cultivar.ui.task.TaskContext;
import cultivar.ui.text.Messages;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/** Asks how an adapter is to be exported, and exports it. FX thread only. */
public final class AdapterExport {
    private final ExportServices services;
    private final Messages messages = Messages.load(AdapterExport.class, "cultivar.app.export.texts");

    public AdapterExport(ExportServices services) {
        this.services = services;
    }

    /** Asks for an adapter in a folder, and goes on in the background. */
    public void ask(Path adapter) {
        String name = String.valueOf(adapter.getFileName());
        var _ = services.dialogs()
                .<ExportChoice>show(
                        messages.get("export.title", name),
                        handle -> new ExportForm(messages, name, services.shelf(), handle).root())
                .thenAccept(choice -> choice.ifPresent(chosen -> start(adapter, name, chosen)));
    }

    private void start(Path adapter, String name, ExportChoice choice) {
        services.tasks()
                .compute(messages.get("export.task", name), context -> export(adapter, name, choice, context))
                .onResult(report -> finished(name, report))
                .onFailure(error -> services.notifications().error(line(error)));
    }

    private ExportReport export(Path adapter, String name, ExportChoice choice, TaskContext context) {
        context.detail(messages.get("export.opening"));
        Path base = services.base().apply(adapter);
        ExportRequest request = ExportRequest.of(base, adapter, choice.format(), choice.type(), choice.output(), name);
        try {
            return services.exports().export(request, new ExportListener() {
                @Override
                public void onProgress(Stage stage, long done, long total) {
                    context.progress((double) done / total);
                    context.detail(
                            stage == Stage.WRITING
                                    ? messages.get("export.writing", done / 1_000_000, total / 1_000_000)
                                    : messages.get("export.checking", done, total));
                }

                @Override
                public boolean stopRequested() {
                    return context.cancelled();
                }
            });
        } catch (RuntimeException e) {
            if (context.cancelled()) {
                throw new CancellationException();
            }
            throw e;
        }
    }

    private void finished(String name, ExportReport report) {
        var _ = services.dialogs()
                .<Boolean>show(
                        messages.get("export.done", name), handle -> new ExportResult(messages, report, handle).root());
    }

    private static String line(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.toString() : message;
    }
}
