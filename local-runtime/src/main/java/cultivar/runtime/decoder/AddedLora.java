package cultivar.runtime.decoder;

import cultivar.runtime.checkpoint.Linear;
import java.util.List;
import java.util.function.Function;

/** Writes what adapters add to the linear maps of a layer. */
interface AddedLora {
    /** Nothing at all. */
    AddedLora NONE = new AddedLora() {
        @Override
        public boolean touches(Linear linear) {
            return false;
        }

        @Override
        public void add(List<String> names, String input, List<Linear> linears) {}
    };

    /** Whether a linear map carries LoRA. */
    boolean touches(Linear linear);

    /** Whether DoRA multiplies the whole product, so that the bias has to be added afterwards. */
    default boolean biasComesAfter(Linear linear) {
        return false;
    }

    /** Adds to the outputs {@code names} of linear maps that read one input. */
    void add(List<String> names, String input, List<Linear> linears);

    /** Whether it wants to add to outputs that lie end to end. */
    default boolean joins(List<Linear> linears) {
        return false;
    }

    /** Adds to the outputs of linear maps that read one input, end to end in {@code joined [N,outputs]}. */
    default void addJoined(String joined, String input, List<Linear> linears) {}

    /** Adds to outputs what DoRA adds with dropout. */
    default void addDropped(
            List<String> names, String input, List<Linear> linears, Function<Linear, WeightLayout.Place> matrix) {}
}
