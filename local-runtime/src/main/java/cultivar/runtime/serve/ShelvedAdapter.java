package cultivar.runtime.serve;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.lora.AdapterException;
import cultivar.runtime.lora.AdapterFile;
import cultivar.runtime.lora.HostAdapter;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.LoraModule;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.serve.AdapterShelf.Tier;
import cultivar.runtime.serve.ServeException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One adapter of a {@link TieredShelf}, which guards all of its fields. */
final class ShelvedAdapter {
    final String name;
    final Path folder;
    final PeftFolder.State state;
    final int rank;
    final long bytes;
    final boolean dora;
    boolean pinned;
    volatile boolean removed;
    long uses;
    /** Requests that wait for it or use it, and for which it is kept where it was removed. */
    int wanted;
    /** Requests that use it now and keep it in the engine's memory. */
    int holders;
    /** What it is worth to keep, see {@link TieredShelf}. */
    double worth;

    /** Of the file of weights, once it has been read. */
    @Nullable
    volatile String hash;

    @Nullable
    HostAdapter host;

    @Nullable
    LoraAdapter ready;

    @Nullable
    CompletableFuture<HostAdapter> loading;

    private ShelvedAdapter(
            String name, Path folder, PeftFolder.State state, int rank, long bytes, boolean dora, boolean pinned) {
        this.name = name;
        this.folder = folder;
        this.state = state;
        this.rank = rank;
        this.bytes = bytes;
        this.dora = dora;
        this.pinned = pinned;
    }

    /**
     * One that is on disk.
     *
     * @throws ServeException if it is none, or none of a model with this shape
     */
    static ShelvedAdapter of(String name, Path folder, boolean pinned, DecoderSpec spec) {
        try (AdapterFile file = AdapterFile.open(folder, spec)) {
            PeftFolder.State state = PeftFolder.state(folder);
            int rank = file.modules().stream().mapToInt(LoraModule::rank).max().orElse(0);
            return new ShelvedAdapter(
                    name, folder, state, rank, file.floatBytes(), file.config().dora(), pinned);
        } catch (AdapterException e) {
            throw new ServeException(Kind.BAD_ADAPTER, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new ServeException(Kind.BAD_ADAPTER, "The adapter in " + folder + " cannot be read.", e);
        }
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
        return new AdapterShelf.Entry(name, folder, tier(), rank, bytes, pinned, uses, hash == null ? "" : hash);
    }
}
