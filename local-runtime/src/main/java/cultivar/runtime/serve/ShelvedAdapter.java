package cultivar.runtime.serve;

import cultivar.runtime.lora.HostAdapter;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.lora.PeftFolder;
import cultivar.runtime.serve.AdapterShelf.Tier;
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

    String hash = "";

    @Nullable
    HostAdapter host;

    @Nullable
    LoraAdapter ready;

    @Nullable
    CompletableFuture<HostAdapter> loading;

    ShelvedAdapter(
            String name, Path folder, PeftFolder.State state, int rank, long bytes, boolean dora, boolean pinned) {
        this.name = name;
        this.folder = folder;
        this.state = state;
        this.rank = rank;
        this.bytes = bytes;
        this.dora = dora;
        this.pinned = pinned;
    }

    Tier tier() {
        if (ready != null) {
            return Tier.READY;
        }
        return host != null ? Tier.WARM : Tier.COLD;
    }

    AdapterShelf.Entry entry() {
        return new AdapterShelf.Entry(name, folder, tier(), rank, bytes, pinned, uses, hash);
    }
}
