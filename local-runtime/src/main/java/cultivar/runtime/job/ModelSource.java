package cultivar.runtime.job;

import cultivar.runtime.LanguageModel;
import java.nio.file.Path;

/** Where jobs get the base models from. Whoever gives them out keeps and closes them. */
public interface ModelSource {
    /** The open model of a checkpoint folder; may take a while. */
    LanguageModel open(Path folder);

    /** No job waits any more: memory may be freed. */
    default void idle() {}
}
