package cultivar.app.shell;

import cultivar.app.engine.EngineHost;
import cultivar.finetune.ModelAccess;
import cultivar.finetune.Recipe;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The base models in the studio's home, the one in the box first. */
final class BaseModels implements ModelAccess {
    private final Path models;
    private final EngineHost engine;

    BaseModels(Path models, EngineHost engine) {
        this.models = models;
        this.engine = engine;
    }

    @Override
    public List<String> bases() {
        List<String> names = new ArrayList<>(List.of(Recipe.SEEDLING));
        if (Files.isDirectory(models)) {
            try (Stream<Path> folders = Files.list(models)) {
                folders.filter(BaseModels::isCheckpoint)
                        .map(folder -> String.valueOf(folder.getFileName()))
                        .filter(name -> !names.contains(name))
                        .sorted(Comparator.naturalOrder())
                        .forEach(names::add);
            } catch (IOException e) {
                throw new CheckpointException("The models in " + models + " cannot be listed: " + e.getMessage(), e);
            }
        }
        return List.copyOf(names);
    }

    @Override
    public LanguageModel open(String base) {
        return base.equals(Recipe.SEEDLING) ? engine.awaitBase() : engine.open(models.resolve(base));
    }

    private static boolean isCheckpoint(Path folder) {
        return Files.isRegularFile(folder.resolve("config.json"));
    }
}
