package cultivar.app.shell;

import cultivar.app.engine.EngineHost;
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

    BaseModels(HomeModels models, EngineHost engine) {
        this.models = models;
        this.engine = engine;
    }

    @Override
    public List<String> bases() {
        return models.bases();
    }

    @Override
    public Path folder(String base) {
        return base.equals(Recipe.SEEDLING) ? engine.awaitBase().folder() : models.model(base);
    }

    @Override
    public LanguageModel open(String base, BaseType type) {
        if (base.equals(Recipe.SEEDLING)) {
            LanguageModel exact = engine.awaitBase();
            return type == BaseType.FLOAT32 ? exact : engine.open(exact.folder(), type);
        }
        return engine.open(models.model(base), type);
    }
}
