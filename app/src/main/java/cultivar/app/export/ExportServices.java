package cultivar.app.export;

import cultivar.runtime.export.ExportListener;
import cultivar.runtime.export.ExportReport;
import cultivar.runtime.export.ExportRequest;
import cultivar.ui.dialog.Dialogs;
import cultivar.ui.dialog.Notifications;
import cultivar.ui.task.TaskRunner;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * What an export needs from the studio.
 *
 * @param exports makes an export; may block for long
 * @param base the folder of the base of an adapter in a folder; may block
 * @param shelf the folder that exports go to unless somebody chooses another
 */
public record ExportServices(
        TaskRunner tasks,
        Dialogs dialogs,
        Notifications notifications,
        Exports exports,
        UnaryOperator<Path> base,
        Path shelf) {

    /** Makes exports. */
    public interface Exports {
        /** @throws RuntimeException whose message is one line for the user */
        ExportReport export(ExportRequest request, ExportListener listener);
    }
}
