package cultivar.runtime.serve;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.lora.HostAdapter;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.serve.ServeException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adapters in three tiers, each with a budget; what leaves a full one says {@link Eviction}. */
final class TieredShelf implements AdapterShelf, AutoCloseable {
    private final Decoder decoder;
    private final long readyBudget;
    private final long warmBudget;
    private final TreeMap<String, ShelvedAdapter> adapters = new TreeMap<>();
    /** Removed ones that somebody still uses. */
    private final List<ShelvedAdapter> leaving = new ArrayList<>();

    private final Eviction eviction = new Eviction(this::all);

    private final ExecutorService loader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("cultivar-adapters").factory());
    private final ReadyTier ready;
    private final Runnable onArrival;
    private volatile long removals;
    private long readyHits;
    private long warmHits;
    private long coldHits;
    private boolean closed;

    /** @param onArrival told when an adapter has come into the machine's memory, or could not */
    TieredShelf(Decoder decoder, long readyBudget, long warmBudget, Runnable onArrival) {
        this.onArrival = onArrival;
        this.decoder = decoder;
        this.ready = new ReadyTier(decoder, readyBudget, eviction);
        this.readyBudget = readyBudget;
        this.warmBudget = warmBudget;
    }

    @Override
    public Entry add(String name, Path peftFolder, Keeping keeping) {
        return put(name, peftFolder, keeping, false);
    }

    @Override
    public Entry replace(String name, Path peftFolder, Keeping keeping) {
        return put(name, peftFolder, keeping, true);
    }

    private Entry put(String name, Path peftFolder, Keeping keeping, boolean replace) {
        if (name.isBlank()) {
            throw new ServeException(Kind.BAD_ADAPTER, "An adapter needs a name.");
        }
        Path folder = peftFolder.toAbsolutePath().normalize();
        ShelvedAdapter fresh = ShelvedAdapter.of(name, folder, keeping, decoder);
        long all = fresh.bytes + fresh.mergeBytes;
        if (all > readyBudget) {
            throw new ServeException(
                    Kind.BAD_ADAPTER,
                    "The adapter " + name + (keeping.merged() ? " and its sum with the base take " : " takes ")
                            + size(all) + ", and the budget for adapters is "
                            + size(readyBudget) + ". Raise it"
                            + (keeping.merged() ? ", or load it without merging." : "."));
        }
        synchronized (this) {
            ShelvedAdapter known = adapters.get(name);
            if (known == null) {
                adapters.put(name, fresh);
                return fresh.entry();
            }
            boolean same = known.folder.equals(folder);
            if (!same && !replace) {
                throw new ServeException(
                        Kind.BAD_ADAPTER,
                        "The name " + name + " is taken by the adapter in " + known.folder + ". Unload that first.");
            }
            if (!same || !known.state.equals(fresh.state)) {
                remove(name);
                adapters.put(name, fresh);
                return fresh.entry();
            }
            known.keep(keeping, fresh.mergeBytes);
            ready.unmergeUnwanted(known);
            return known.entry();
        }
    }

    private static String size(long bytes) {
        return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    @Override
    public synchronized void remove(String name) {
        ShelvedAdapter gone = adapters.remove(name);
        if (gone == null) {
            throw unknown(name);
        }
        gone.removed = true;
        removals++;
        leaving.add(gone);
        free();
    }

    static ServeException unknown(String name) {
        return new ServeException(
                Kind.UNKNOWN_ADAPTER,
                "There is no adapter \"" + name + "\". Name one that is loaded, or load it first.");
    }

    @Override
    public synchronized List<Entry> entries() {
        return adapters.values().stream().map(ShelvedAdapter::entry).toList();
    }

    @Override
    public synchronized Optional<Entry> entry(String name) {
        return Optional.ofNullable(adapters.get(name)).map(ShelvedAdapter::entry);
    }

    @Override
    public String hash(String name) {
        ShelvedAdapter adapter;
        synchronized (this) {
            adapter = adapters.get(name);
        }
        if (adapter == null) {
            throw unknown(name);
        }
        return adapter.hash();
    }

    /** Finds what a request names. Each is kept, be it removed, until the request {@linkplain #leave leaves}. */
    synchronized List<ShelvedAdapter> find(AdapterMix mix) {
        List<ShelvedAdapter> asked = new ArrayList<>();
        for (AdapterMix.Part part : mix.parts()) {
            ShelvedAdapter adapter = adapters.get(part.name());
            if (adapter == null) {
                throw unknown(part.name());
            }
            asked.add(adapter);
        }
        // Strengths may change: the sum that is used and the next one are there at once.
        long bytes = asked.size() > 1 ? 3 * bytes(asked) : bytes(asked);
        if (bytes > readyBudget) {
            throw new ServeException(
                    Kind.BAD_ADAPTER,
                    "To add up " + mix + " takes " + size(bytes) + ", and the budget for adapters is "
                            + size(readyBudget) + ". Raise it.");
        }
        asked.forEach(adapter -> adapter.wanted++);
        return asked;
    }

    /** Counts the use for a request that is in the queue now, and begins to read what is cold while it waits. */
    synchronized void accepted(List<ShelvedAdapter> asked) {
        for (ShelvedAdapter adapter : asked) {
            switch (adapter.tier()) {
                case READY -> readyHits++;
                case WARM -> warmHits++;
                case COLD -> coldHits++;
            }
            adapter.uses++;
            eviction.appraise(adapter);
            // One that was given up already needs nothing.
            if (adapter.wanted > 0) {
                prefetch(adapter, false);
            }
        }
    }

    /** What adapters take together. */
    static long bytes(List<ShelvedAdapter> adapters) {
        return adapters.stream().mapToLong(adapter -> adapter.bytes).sum();
    }

    /** A request has ended, or was refused, that named these. */
    synchronized void leave(List<ShelvedAdapter> asked) {
        for (ShelvedAdapter adapter : asked) {
            adapter.wanted--;
            CompletableFuture<HostAdapter> loading = adapter.loading;
            // Who comes later has it tried again.
            if (adapter.wanted == 0 && loading != null && loading.isCompletedExceptionally()) {
                adapter.loading = null;
            }
        }
        free();
    }

    private void prefetch(ShelvedAdapter adapter, boolean urgent) {
        if (adapter.host == null && adapter.loading == null && !closed && (urgent || hasRoom(adapter))) {
            CompletableFuture<HostAdapter> loading = new CompletableFuture<>();
            adapter.loading = loading;
            loader.execute(() -> load(adapter, loading));
        }
    }

    /** Adapters that requests wait for are read ahead as far as their budget goes. */
    private boolean hasRoom(ShelvedAdapter adapter) {
        long ahead = eviction.bytes(
                each -> each.ready == null && each.wanted > 0 && (each.host != null || each.loading != null));
        return ahead + adapter.bytes <= warmBudget;
    }

    /** On the loader's thread, so that whoever waits is told without a lock held. */
    private void load(ShelvedAdapter adapter, CompletableFuture<HostAdapter> loading) {
        try {
            HostAdapter host = HostAdapter.read(adapter.folder, decoder.spec());
            try {
                adapter.checkUnchanged();
            } catch (AdapterException e) {
                host.close();
                throw e;
            }
            arrived(adapter, host);
            loading.complete(host);
        } catch (RuntimeException | Error e) {
            loading.completeExceptionally(e);
            notArrived(adapter);
        }
        onArrival.run();
    }

    private synchronized void notArrived(ShelvedAdapter adapter) {
        if (adapter.wanted == 0) {
            adapter.loading = null;
            free();
        }
    }

    private synchronized void arrived(ShelvedAdapter adapter, HostAdapter host) {
        if (closed) {
            host.close();
            return;
        }
        adapter.loading = null;
        adapter.host = host;
        free();
    }

    /**
     * Whether an adapter is in the machine's memory; begins to read it where it is not.
     *
     * @param urgent beyond the budget too: who is next must get all that it needs, or two that need two each could wait for
     *     each other
     */
    synchronized boolean there(ShelvedAdapter adapter, boolean urgent) {
        CompletableFuture<HostAdapter> loading = adapter.loading;
        if (loading != null && loading.isCompletedExceptionally()) {
            adapter.loading = null;
            Throwable cause = loading.exceptionNow();
            throw new ServeException(Kind.BAD_ADAPTER, String.valueOf(cause.getMessage()), cause);
        }
        prefetch(adapter, urgent);
        return adapter.host != null;
    }

    /**
     * Brings an adapter that is {@link #there} into the engine's memory and keeps it there until it is {@linkplain #release
     * released}; null where others that are in use take all the room. For the thread that computes.
     */
    synchronized @Nullable LoraAdapter hold(ShelvedAdapter adapter) {
        return ready.hold(adapter);
    }

    /** Ends one {@link #hold}. */
    synchronized void release(ShelvedAdapter adapter) {
        ready.release(adapter);
    }

    /** Has an adapter that is held merged, see {@link ReadyTier#merge}. For the thread that computes. */
    synchronized void merge(ShelvedAdapter adapter) {
        ready.merge(adapter, really -> merged(adapter, really));
    }

    private synchronized void merged(ShelvedAdapter adapter, boolean really) {
        ready.merged(adapter, really);
        free();
    }

    /**
     * Takes room for a sum of adapters out of their budget; false, and none, where others take it all. For the thread that
     * computes.
     */
    synchronized boolean reserve(long bytes) {
        return ready.reserve(bytes);
    }

    /** Ends a {@link #reserve}. */
    synchronized void giveBack(long bytes) {
        ready.giveBack(bytes);
    }

    private Stream<ShelvedAdapter> all() {
        return Stream.concat(adapters.values().stream(), leaving.stream());
    }

    private void forget(ShelvedAdapter adapter) {
        ready.cool(adapter);
        HostAdapter host = adapter.host;
        if (host != null) {
            host.close();
            adapter.host = null;
        }
    }

    /** Brings warm adapters that nobody waits for into what the others leave, and frees removed ones that nobody uses. */
    synchronized void free() {
        leaving.removeIf(adapter -> {
            CompletableFuture<HostAdapter> loading = adapter.loading;
            boolean over = adapter.wanted == 0 && adapter.holders == 0 && (loading == null || loading.isDone());
            if (over) {
                forget(adapter);
            }
            return over;
        });
        eviction.evict(
                each -> each.ready == null && each.host != null && each.wanted == 0,
                _ -> true,
                Math.max(
                        0,
                        warmBudget
                                - eviction.bytes(each -> each.ready == null && each.host != null && each.wanted > 0)),
                this::forget);
    }

    /** How many have been removed so far. */
    long removals() {
        return removals;
    }

    synchronized long readyBytes() {
        return ready.bytes();
    }

    synchronized long warmBytes() {
        return eviction.bytes(each -> each.ready == null && each.host != null);
    }

    synchronized long readyHits() {
        return readyHits;
    }

    synchronized long warmHits() {
        return warmHits;
    }

    synchronized long coldHits() {
        return coldHits;
    }

    /** Frees all; nobody holds any. */
    @Override
    public void close() {
        ready.close();
        synchronized (this) {
            closed = true;
            adapters.values().forEach(this::forget);
            leaving.forEach(this::forget);
            adapters.clear();
            leaving.clear();
        }
        loader.close();
    }
}
