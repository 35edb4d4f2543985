package cultivar.finetune;

import cultivar.datanet.store.DatanetStore;
import cultivar.runtime.hub.LocalRepositories;
import cultivar.runtime.job.ChatRows;
import cultivar.runtime.job.JobFolder;
import cultivar.runtime.job.JobSpec;
import cultivar.runtime.text.ChatMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Turns a recipe into a job that the engine can do without knowing of datanets: its rows are written into its folder. */
final class RunPreparation {
    private final RunStore store;
    private final ModelAccess models;
    private final Supplier<DatanetStore> datanets;

    RunPreparation(RunStore store, ModelAccess models, Supplier<DatanetStore> datanets) {
        this.store = store;
        this.models = models;
        this.datanets = datanets;
    }

    /** Gathers the rows and describes the job; what is wrong with the recipe is thrown. */
    JobSpec prepare(JobFolder job, Recipe recipe) {
        Path base = models.folder(recipe.base()).toAbsolutePath().normalize();
        TrainingRows rows = TrainingRows.load(recipe, datanets);
        write(job.path().resolve(JobFolder.ROWS), rows.train());
        if (!rows.validation().isEmpty()) {
            write(job.path().resolve(JobFolder.VALIDATION), rows.validation());
        }
        String initial = recipe.initAdapter();
        return JobSpec.of(
                recipe.out(),
                base,
                recipe.dtype(),
                JobFolder.ROWS,
                rows.validation().isEmpty() ? null : JobFolder.VALIDATION,
                initial == null ? null : Path.of(initial),
                store.target(recipe),
                recipe.toTrainingSettings(),
                AdapterRecord.origin(recipe, LocalRepositories.nameOf(base), base, rows.datanets()));
    }

    private static void write(Path file, List<List<ChatMessage>> chats) {
        try (ChatRows.Writer rows = new ChatRows.Writer(file)) {
            chats.forEach(rows::add);
        }
    }
}
