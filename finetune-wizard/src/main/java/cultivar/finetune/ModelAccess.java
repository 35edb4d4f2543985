package cultivar.finetune;

import cultivar.runtime.LanguageModel;
import java.util.List;

/** The way to the engine's models. The studio keeps them open; whoever asks does not close them. */
public interface ModelAccess {
    /** The names of the base models at hand, the one to offer first at the front. Quick. */
    List<String> bases();

    /**
     * The open model of a recipe's {@code base}. Waits until the engine is up and the weights are read.
     *
     * @param base a name out of {@link #bases()} or a checkpoint folder
     * @throws RuntimeException whose message is one line for the user
     */
    LanguageModel open(String base);
}
