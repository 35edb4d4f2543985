package cultivar.runtime.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The adapters that can answer, by name, each in one of three tiers: ready in the engine's memory, warm in the machine's,
 * cold in its file. Safe for several threads.
 */
public interface AdapterShelf {
    /** Where an adapter lies. */
    enum Tier {
        READY,
        WARM,
        COLD
    }

    /**
     * What is done for an adapter.
     *
     * @param pinned whether it is kept out of eviction
     * @param merged whether its sum with the base is made when it is used, and held beside both, where nothing in use, pinned or
     *     merged has to go for it: an adapter then answers as fast as the base while nobody else is asked
     */
    record Keeping(boolean pinned, boolean merged) {
        /** As it comes. */
        public static final Keeping USUAL = new Keeping(false, false);

        /** Kept out of eviction. */
        public static final Keeping PINNED = new Keeping(true, false);
    }

    /**
     * An adapter on the shelf.
     *
     * @param bytes of its tensors
     * @param mergedBytes of its sum with the base, 0 where there is none
     * @param uses requests that it has answered or is answering
     * @param rank the highest of a module
     * @param hash SHA-256 of its weights' file in lower-case hex; empty until somebody asked for it
     */
    record Entry(
            String name,
            Path folder,
            Tier tier,
            int rank,
            long bytes,
            long mergedBytes,
            Keeping keeping,
            long uses,
            String hash) {}

    /**
     * Makes a PEFT folder known under a name; its configuration and shapes are checked, its tensors are read when they are
     * wanted. The same name and folder again changes nothing but the keeping, unless the files have been written again
     * since: then they are taken anew, and requests under way end with the old ones.
     *
     * @throws ServeException if the name is taken by another folder, or the folder holds no adapter for this base, or none
     *     that can be kept so
     */
    Entry add(String name, Path peftFolder, Keeping keeping);

    /**
     * The same, but takes the name from whatever folder has it: requests under way end with what they began with.
     *
     * @throws ServeException if the folder holds no adapter for this base; then the name keeps what it had
     */
    Entry replace(String name, Path peftFolder, Keeping keeping);

    /**
     * Forgets an adapter: no new request can name it, and its memory is freed when the last that uses it has ended.
     *
     * @throws ServeException if there is none of that name
     */
    void remove(String name);

    /**
     * SHA-256 of an adapter's weights' file in lower-case hex. Blocks while it is read, which is done once.
     *
     * @throws ServeException if there is none of that name, or its file cannot be read or was written again since
     */
    String hash(String name);

    /** The adapter of a name. */
    Optional<Entry> entry(String name);

    /** All, in the order of their names. */
    List<Entry> entries();
}
