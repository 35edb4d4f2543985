package cultivar.datanet.view;

import cultivar.datanet.store.ImportReport;
import cultivar.datanet.store.ProblemFile;
import java.nio.file.Path;
import java.util.List;

/** Saves the list of what did not go in, in the background. */
record SavedProblems(DatanetServices services, Words words) {
    void save(Path file, List<ImportReport> reports) {
        var _ = services.tasks()
                .io(words.get("report.save.task"), context -> ProblemFile.write(file, reports))
                .onResult(lines -> services.notifications().success(words.get("report.saved", file, lines)))
                .onFailure(error -> services.notifications().error(words.line(error)));
    }
}
