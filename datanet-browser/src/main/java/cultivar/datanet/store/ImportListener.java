package cultivar.datanet.store;

import cultivar.datanet.load.Problem;

/** Is told on the importing thread what an import does, and can stop it. */
public interface ImportListener {
    /** Hears nothing and never stops. */
    ImportListener NONE = new ImportListener() {};

    /** Called after each batch that was written. */
    default void progress(ImportProgress progress) {}

    /** Called for each rejected line and each warning. */
    default void problem(Problem problem) {}

    /** Asked between batches; the import ends where it is if true. An interrupt of the thread does the same. */
    default boolean stop() {
        return false;
    }
}
