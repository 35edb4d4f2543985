package cultivar.datanet.ask;

import java.util.List;

/** The models on this machine. Every call blocks; never on the window's thread. */
public interface LocalModels {
    /** None, for where nothing can be asked. */
    LocalModels NONE = new LocalModels() {
        @Override
        public List<ModelChoice> choices() {
            return List.of();
        }

        @Override
        public LocalModel open(ModelChoice choice) {
            throw new cultivar.datanet.DatanetException("There is no model to ask here.");
        }
    };

    /** What there is to choose from, the base model in the box first. */
    List<ModelChoice> choices();

    /** Opens one, starting the engine if need be. Throws with one line where it cannot be opened. */
    LocalModel open(ModelChoice choice);
}
