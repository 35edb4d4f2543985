package cultivar.runtime.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is done and kept to know the tokens that a schema allows. A mask takes so many steps at most, since others wait for it;
 * what is kept is forgotten where it becomes too much. But for its bytes it is guarded by itself.
 */
final class Effort {
    /** About a tenth of a second. */
    static final long MOST_STEPS = 5_000_000;

    private static final long MOST_BYTES = 32L << 20;

    private final List<Runnable> forgetting = new ArrayList<>();
    private final AtomicLong kept = new AtomicLong();
    private long own;
    private long steps;

    /**
     * Counts what is never forgotten.
     *
     * @throws SchemaException if it is too much
     */
    void own(long bytes) {
        own += bytes;
        if (own > MOST_BYTES) {
            throw new SchemaException("The schema cannot be used: its patterns repeat too much.");
        }
    }

    /** Says how what was found is forgotten. */
    void onForget(Runnable forget) {
        forgetting.add(forget);
    }

    /** Whether so much is kept that it must be forgotten before more is found. */
    boolean isFull() {
        return kept.get() > MOST_BYTES;
    }

    void forget() {
        forgetting.forEach(Runnable::run);
        kept.set(0);
    }

    /** Begins a mask. */
    void begin() {
        steps = 0;
    }

    /** How many steps the mask took so far. */
    long steps() {
        return steps;
    }

    /**
     * Counts places of patterns that were looked at.
     *
     * @throws SchemaException if the mask takes too many
     */
    void step(int count) {
        steps += count;
        if (steps > MOST_STEPS || kept.get() > 2 * MOST_BYTES) {
            throw tooMuch();
        }
    }

    static SchemaException tooMuch() {
        return new SchemaException("The schema cannot be used: so much may come next that finding out which tokens may"
                + " takes too long. Shorter patterns or fewer alternatives may do.");
    }

    void keep(long bytes) {
        kept.addAndGet(bytes);
    }

    long bytes() {
        return own + kept.get();
    }
}
