package cultivar.runtime.job;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.quant.BaseType;
import java.nio.file.Path;

/** Where jobs get the base models from. Whoever gives them out keeps and closes them. */
public interface ModelSource {
    /** The open model of a checkpoint folder, its weights held in a type; may take a while. */
    LanguageModel open(Path folder, BaseType type);

    /** No job waits any more: memory may be freed. */
    default void idle() {}
}
