package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.finetune.ModelAccess;
import cultivar.runtime.Engine;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.job.ModelSource;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.seedling.Seedling;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one base model that a command works with, opened when it is first asked for. */
final class OneModel implements ModelAccess, ModelSource, AutoCloseable {
    private final Home home;
    private @Nullable LanguageModel open;

    OneModel(Home home) {
        this.home = home;
    }

    @Override
    public List<String> bases() {
        return List.of(Seedling.NAME);
    }

    @Override
    public Path folder(String base) {
        return BaseOptions.folder(home, base);
    }

    @Override
    public LanguageModel open(String base, BaseType type) {
        return open(folder(base), type);
    }

    @Override
    public synchronized LanguageModel open(Path folder, BaseType type) {
        if (open == null) {
            open = Engine.start(home.settings()).open(folder, type);
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.close();
        }
    }
}
