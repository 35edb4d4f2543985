package cultivar.finetune;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.quant.BaseType;
import java.nio.file.Path;
import java.util.List;

/** The way to the engine's models. The studio keeps them open; whoever asks does not close them. */
public interface ModelAccess {
    /** The names of the base models at hand, the one to offer first at the front. Quick. */
    List<String> bases();

    /**
     * The checkpoint folder of a recipe's {@code base}, put into place where it comes with the program.
     *
     * @throws RuntimeException whose message is one line for the user
     */
    Path folder(String base);

    /**
     * The open model of a recipe's {@code base}, held as exactly as its checkpoint. Waits until the engine is up and the
     * weights are read.
     *
     * @param base a name out of {@link #bases()} or a checkpoint folder
     * @throws RuntimeException whose message is one line for the user
     */
    default LanguageModel open(String base) {
        return open(base, BaseType.FLOAT32);
    }

    /** The same, held in a type. */
    LanguageModel open(String base, BaseType type);
}
