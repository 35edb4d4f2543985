package cultivar.datanet.ask;

import cultivar.datanet.load.Problem;

/** Follows a model through a document; called on the working thread. */
public interface PassageListener {
    /** Follows nothing. */
    PassageListener NONE = (done, all, rows) -> {};

    /**
     * So far.
     *
     * @param done pieces that are answered
     * @param all pieces of the document
     * @param rows rows that came of them
     */
    void progress(int done, int all, long rows);

    /** A piece whose answer cannot be used. */
    default void unusable(Problem problem) {}

    /** Whether to stop; asked after every token. */
    default boolean stop() {
        return false;
    }
}
