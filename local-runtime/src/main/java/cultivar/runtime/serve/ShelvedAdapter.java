package cultivar.runtime.serve;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.lora.AdapterFile;
import cultivar.runtime.lora.HostAdapter;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraModule;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.AdapterShelf.Tier;
import cultivar.runtime.serve.ServeException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One adapter of a {@link TieredShelf}, which guards all of its fields. */
final class ShelvedAdapter {
    private static final long MERGE_AGAIN_NANOS = 60_000_000_000L;

    final String name;
    final Path folder;
    final PeftFolder.State state;
    final int rank;
    final long bytes;
    final boolean dora;
    Keeping keeping;
    /** What its sum with the base takes, or would take; 0 where none is wanted. */
    long mergeBytes;
    /** When one may be made, by {@link System#nanoTime}. */
    private long mergeFrom = System.nanoTime();
    /** What that sum takes now, or soon will; 0 while there is none. */
    long mergedBytes;

    volatile boolean removed;
    long uses;
    /** Requests that wait for it or use it, and for which it is kept where it was removed. */
    int wanted;
    /** Requests that use it now and keep it in the engine's memory. */
    int holders;
    /** What it is worth to keep, see {@link Eviction}. */
    double worth;

    /** Of the file of weights, once somebody wanted to know. */
    private volatile @Nullable String hash;

    @Nullable
    HostAdapter host;

    @Nullable
    LoraAdapter ready;

    @Nullable
    CompletableFuture<HostAdapter> loading;

    private ShelvedAdapter(
            String name, Path folder, PeftFolder.State state, int rank, long bytes, boolean dora, Keeping keeping) {
        this.name = name;
        this.folder = folder;
        this.state = state;
        this.rank = rank;
        this.bytes = bytes;
        this.dora = dora;
        this.keeping = keeping;
    }

    /**
     * One that is on disk.
     *
     * @throws ServeException if it is none, or none of a model with this shape, or cannot be kept so
     */
    static ShelvedAdapter of(String name, Path folder, Keeping keeping, Decoder decoder) {
        try (AdapterFile file = AdapterFile.open(folder, decoder.spec())) {
            PeftFolder.State state = PeftFolder.state(folder);
            int rank = file.modules().stream().mapToInt(LoraModule::rank).max().orElse(0);
            ShelvedAdapter adapter = new ShelvedAdapter(
                    name, folder, state, rank, file.floatBytes(), file.config().dora(), keeping);
            if (keeping.merged()) {
                adapter.mergeBytes = mergeBytes(name, file, decoder);
            }
            return adapter;
        } catch (AdapterException e) {
            throw new ServeException(Kind.BAD_ADAPTER, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new ServeException(Kind.BAD_ADAPTER, "The adapter in " + folder + " cannot be read.", e);
        }
    }

    private static long mergeBytes(String name, AdapterFile file, Decoder decoder) {
        BaseType type = decoder.weights().type();
        if (type != BaseType.FLOAT32) {
            throw new ServeException(
                    Kind.BAD_ADAPTER,
                    "The base is held as " + type.name().toLowerCase(Locale.ROOT) + ", into which nothing can be merged"
                            + " without loss. Hold it as float32, or load " + name + " without merging.");
        }
        return decoder.mergedBytes(file.layout());
    }

    /** Whether there is a sum of it and the base. */
    boolean isMerged() {
        return ready != null && ready.tensors().isMerged();
    }

    /** Says anew what is done for it. */
    void keep(Keeping wanted, long sumWithTheBase) {
        keeping = wanted;
        mergeBytes = sumWithTheBase;
        mergeFrom = System.nanoTime();
    }

    /** Whether a sum is wanted that is not there, and it is not just now that one had to go or could not be made. */
    boolean mayMerge() {
        return keeping.merged() && mergedBytes == 0 && System.nanoTime() - mergeFrom >= 0;
    }

    /** Frees that sum, which is not made again for a while; nobody computes with it. */
    void unmerge() {
        if (ready != null) {
            ready.tensors().unmerge();
        }
        mergedBytes = 0;
        mergeFrom = System.nanoTime() + MERGE_AGAIN_NANOS;
    }

    /** What it takes, with its sum with the base if there is one. */
    long held() {
        return bytes + mergedBytes;
    }

    /**
     * What its weights are told by; reading a large file takes as long as loading it does, so nobody does it unasked.
     *
     * @throws ServeException if the file cannot be read, or is another one by now
     */
    String hash() {
        String known = hash;
        if (known == null) {
            try {
                known = PeftFolder.hash(folder);
                checkUnchanged();
            } catch (AdapterException e) {
                throw new ServeException(Kind.BAD_ADAPTER, String.valueOf(e.getMessage()), e);
            } catch (IOException e) {
                throw new ServeException(Kind.BAD_ADAPTER, "The adapter in " + folder + " cannot be read.", e);
            }
            hash = known;
        }
        return known;
    }

    /**
     * Keys and values that were kept, and what was checked, are those of the files as they were.
     *
     * @throws AdapterException if they have changed
     */
    void checkUnchanged() {
        try {
            if (PeftFolder.state(folder).equals(state)) {
                return;
            }
        } catch (IOException e) {
            throw new AdapterException("The adapter in " + folder + " cannot be read: " + e.getMessage(), e);
        }
        throw new AdapterException(
                "The adapter in " + folder + " was written again since it was loaded. Load it again.");
    }

    Tier tier() {
        if (ready != null) {
            return Tier.READY;
        }
        return host != null ? Tier.WARM : Tier.COLD;
    }

    AdapterShelf.Entry entry() {
        String known = hash;
        long merged = isMerged() ? mergedBytes : 0;
        return new AdapterShelf.Entry(
                name, folder, tier(), rank, bytes, merged, keeping, uses, known == null ? "" : known);
    }
}
