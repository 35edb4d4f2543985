package cultivar.app.datanets;

import cultivar.app.engine.WindowModels;
import cultivar.app.hub.HomeModels;
import cultivar.datanet.ask.LocalModel;
import cultivar.datanet.ask.LocalModels;
import cultivar.datanet.ask.ModelChoice;
import cultivar.finetune.AdapterRecord;
import cultivar.finetune.ModelAccess;
import cultivar.finetune.TrainedAdapter;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.quant.BaseType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The base models of this machine, and the adapters that were trained here, as datanets ask them. */
public final class EngineModels implements LocalModels {
    private final ModelAccess bases;
    private final HomeModels home;
    private final WindowModels models;
    private final Supplier<List<TrainedAdapter>> adapters;

    /** @param adapters those that were trained here; may block */
    public EngineModels(
            ModelAccess bases, HomeModels home, WindowModels models, Supplier<List<TrainedAdapter>> adapters) {
        this.bases = bases;
        this.home = home;
        this.models = models;
        this.adapters = adapters;
    }

    @Override
    public List<ModelChoice> choices() {
        List<ModelChoice> choices = new ArrayList<>();
        bases.bases().forEach(base -> choices.add(new ModelChoice(base, "")));
        adapters.get()
                .forEach(adapter -> adapter.record()
                        .map(AdapterRecord::baseName)
                        .ifPresent(base -> choices.add(new ModelChoice(base, adapter.name()))));
        return List.copyOf(choices);
    }

    @Override
    public LocalModel open(ModelChoice choice) {
        if (choice.adapter().isEmpty()) {
            return new EngineModel(bases.open(choice.base(), BaseType.FLOAT32), null, null, choice.name());
        }
        Path folder = home.adapter(choice.adapter());
        LanguageModel base = models.open(home.baseOf(folder), BaseType.FLOAT32);
        return new EngineModel(base, models.adapter(base, folder), folder, choice.name());
    }
}
