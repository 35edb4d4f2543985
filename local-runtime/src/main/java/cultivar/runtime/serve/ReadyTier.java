package cultivar.runtime.serve;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.lora.HostAdapter;
import cultivar.runtime.lora.LoraAdapter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's memory for adapters: those that answer, sums of several of them, and sums with the base. Its {@link TieredShelf}
 * guards it; what takes room is for the thread that computes.
 */
final class ReadyTier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyTier.class);

    private final Decoder decoder;
    private final long budget;
    private final Eviction eviction;
    private final AdapterMerger merger;
    private long sumBytes;

    /** @param budget in bytes */
    ReadyTier(Decoder decoder, long budget, Eviction eviction) {
        this.decoder = decoder;
        this.budget = budget;
        this.eviction = eviction;
        this.merger = new AdapterMerger(decoder);
    }

    /** Opens an adapter that is in the machine's memory and keeps it; null where others that are in use take all the room. */
    @Nullable
    LoraAdapter hold(ShelvedAdapter adapter) {
        HostAdapter host = adapter.host;
        if (host == null) {
            return null;
        }
        LoraAdapter ready = adapter.ready;
        if (ready == null) {
            if (!makeRoom(adapter.bytes)) {
                return null;
            }
            ready = host.open(decoder);
            adapter.ready = ready;
        }
        adapter.holders++;
        return ready;
    }

    /** Ends one {@link #hold}. */
    void release(ShelvedAdapter adapter) {
        adapter.holders--;
        unmergeUnwanted(adapter);
    }

    /** Takes room for a sum of adapters; false, and none, where others take it all. */
    boolean reserve(long bytes) {
        boolean room = makeRoom(bytes);
        sumBytes += room ? bytes : 0;
        return room;
    }

    /** Ends a {@link #reserve}. */
    void giveBack(long bytes) {
        sumBytes -= bytes;
    }

    /**
     * Sees to it that an adapter that is held becomes one with the base, where that was asked for and nothing has to go for it
     * that is in use, pinned or merged itself: beside what goes on, so that it answers without until then.
     *
     * @param ended is told what {@link #merged} wants to know, on another thread
     */
    void merge(ShelvedAdapter adapter, Consumer<Boolean> ended) {
        LoraAdapter ready = adapter.ready;
        if (ready == null
                || !adapter.mayMerge()
                || !leaveRoom(adapter.mergeBytes, other -> !other.keeping.pinned() && other.mergedBytes == 0)) {
            return;
        }
        adapter.mergedBytes = adapter.mergeBytes;
        adapter.holders++;
        try {
            merger.merge(adapter.name, ready.tensors(), ended);
        } catch (RuntimeException | Error e) {
            LOG.warn("No thread to merge the adapter {}", adapter.name, e);
            merged(adapter, false);
        }
    }

    /** The end of a {@link #merge}. */
    void merged(ShelvedAdapter adapter, boolean really) {
        if (!really) {
            adapter.unmerge();
        }
        release(adapter);
    }

    /** Frees an adapter's sum with the base if it is not wanted any more and nobody computes with it. */
    void unmergeUnwanted(ShelvedAdapter adapter) {
        if (adapter.isMerged() && adapter.holders == 0 && !adapter.keeping.merged()) {
            adapter.unmerge();
        }
    }

    private boolean makeRoom(long bytes) {
        return leaveRoom(bytes, _ -> true) || (unmergeFor(bytes) && leaveRoom(bytes, _ -> true));
    }

    private boolean leaveRoom(long bytes, Predicate<ShelvedAdapter> mayGo) {
        return eviction.evict(each -> each.ready != null, mayGo, budget - sumBytes - bytes, this::cool);
    }

    /** Sums of adapters in use are never needed, so they give way to what is; but none goes in vain. */
    private boolean unmergeFor(long bytes) {
        long missing = eviction.bytes(each -> each.ready != null && each.holders > 0) + sumBytes + bytes - budget;
        Deque<ShelvedAdapter> merged = eviction.all()
                .filter(each -> each.isMerged() && each.holders > 0)
                .sorted(Comparator.comparingLong(each -> each.mergedBytes))
                .collect(Collectors.toCollection(ArrayDeque::new));
        if (merged.stream().mapToLong(each -> each.mergedBytes).sum() < missing) {
            return false;
        }
        while (missing > 0) {
            ShelvedAdapter largest = merged.removeLast();
            missing -= largest.mergedBytes;
            largest.unmerge();
        }
        return true;
    }

    /** Takes an adapter that nobody holds out of the engine's memory. */
    void cool(ShelvedAdapter adapter) {
        LoraAdapter ready = adapter.ready;
        if (ready != null) {
            ready.close();
            adapter.ready = null;
            adapter.mergedBytes = 0;
        }
    }

    /** What it holds. */
    long bytes() {
        return sumBytes + eviction.bytes(each -> each.ready != null);
    }

    /** Waits for what is just being merged; not with the lock held that its end takes. */
    @Override
    public void close() {
        merger.close();
    }
}
