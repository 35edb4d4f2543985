package cultivar.app.shell;

import cultivar.app.engine.EngineHost;
import cultivar.app.engine.WindowModels;
import cultivar.app.hub.HomeModels;
import cultivar.finetune.ModelAccess;
import cultivar.finetune.Recipe;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.quant.BaseType;
import java.nio.file.Path;
import java.util.List;

/** The base models on this machine, the one in the box first. */
final class BaseModels implements ModelAccess {
    private final HomeModels models;
    private final EngineHost engine;
    private final WindowModels own;

    BaseModels(HomeModels models, EngineHost engine, WindowModels own) {
        this.models = models;
        this.engine = engine;
        this.own = own;
    }

    @Override
    public List<String> bases() {
        return models.bases();
    }

    @Override
    public Path folder(String base) {
        return base.equals(Recipe.SEEDLING) ? engine.awaitBase() : models.model(base);
    }

    @Override
    public LanguageModel open(String base, BaseType type) {
        return own.open(folder(base), type);
    }
}
