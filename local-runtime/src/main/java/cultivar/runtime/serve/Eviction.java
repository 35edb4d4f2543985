package cultivar.runtime.serve;

import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which adapters leave a full tier: those that are worth least, by a greedy-dual size rule with frequency (Cherkasova 1998),
 * {@code worth = clock + uses * cost / bytes}, where the cost is the bytes to read again and a fixed part for opening a file,
 * and the clock is the worth of what left last, so that old fame fades. What is in use stays, and what is pinned as long as
 * there is anything else. Guarded by its {@link TieredShelf}.
 */
final class Eviction {
    /** Opening and checking a file costs about as much as reading so many bytes. */
    private static final double OPENING = 4 << 20;

    /** What is pinned goes only where nothing else is left, so that pins can never stop all others. */
    private static final Comparator<ShelvedAdapter> LEAST_WORTH = Comparator.<ShelvedAdapter, Boolean>comparing(
                    each -> each.keeping.pinned())
            .thenComparingDouble(each -> each.worth);

    private final Supplier<Stream<ShelvedAdapter>> all;
    private double clock;

    /** @param all every adapter of the shelf, also removed ones that are still used */
    Eviction(Supplier<Stream<ShelvedAdapter>> all) {
        this.all = all;
    }

    /** Says what an adapter is worth from its next use on. */
    void appraise(ShelvedAdapter adapter) {
        adapter.worth = clock + adapter.uses * (1 + OPENING / adapter.bytes);
    }

    /**
     * Takes what is worth least out of a tier until it holds no more than so many bytes; false, and none, if it cannot.
     *
     * @param mayGo of those that are not in use
     */
    boolean evict(
            Predicate<ShelvedAdapter> tier, Predicate<ShelvedAdapter> mayGo, long most, Consumer<ShelvedAdapter> out) {
        Predicate<ShelvedAdapter> idle = mayGo.and(each -> each.holders == 0);
        long held = bytes(tier);
        if (bytes(tier.and(idle.negate())) > most) {
            return false;
        }
        while (held > most) {
            ShelvedAdapter least =
                    all.get().filter(tier.and(idle)).min(LEAST_WORTH).orElseThrow();
            clock = Math.max(clock, least.worth);
            held -= least.held();
            out.accept(least);
        }
        return true;
    }

    /** Every adapter of the shelf. */
    Stream<ShelvedAdapter> all() {
        return all.get();
    }

    /** What the adapters of a tier take. */
    long bytes(Predicate<ShelvedAdapter> tier) {
        return all.get().filter(tier).mapToLong(ShelvedAdapter::held).sum();
    }
}
