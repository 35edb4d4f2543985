package cultivar.datanet.ask;

import java.util.List;

/** One base model on this machine, and an adapter on it. */
public record OneModel(LocalModel model) implements LocalModels {
    @Override
    public List<ModelChoice> choices() {
        return List.of(new ModelChoice(model.name(), ""), new ModelChoice(model.name(), "own"));
    }

    @Override
    public LocalModel open(ModelChoice choice) {
        return model;
    }
}
