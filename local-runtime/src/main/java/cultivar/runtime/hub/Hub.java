package cultivar.runtime.hub;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The Hugging Face hub, or a mirror of it, over its public HTTP interface: what there is, what a download would bring,
 * and the download itself. All of it blocks; where somebody may lose patience, a switch ends it with a
 * {@link java.util.concurrent.CancellationException}. Failures are {@link HubException}s.
 */
public final class Hub implements AutoCloseable {
    private final HubClient client;
    private final boolean offline;
    private final Disk disk;
    private final Path models;
    private final Path adapters;
    private final LocalRepositories local;

    private Hub(
            HubHttp http,
            Patience patience,
            boolean offline,
            Disk disk,
            Path models,
            Path adapters,
            LocalRepositories local) {
        this.client = new HubClient(http, patience);
        this.offline = offline;
        this.disk = disk;
        this.models = models;
        this.adapters = adapters;
        this.local = local;
    }

    /**
     * The hub of an environment. Contacts nobody yet.
     *
     * @param models where checkpoints are put
     * @param adapters where adapters are put
     * @param local what is here already
     * @throws HubException if the address or the token that is set can be none
     */
    public static Hub open(HubEnvironment environment, Path models, Path adapters, LocalRepositories local) {
        return open(environment, models, adapters, local, Patience.patient(), HubHttp.STALL, Disk.real());
    }

    static Hub open(
            HubEnvironment environment,
            Path models,
            Path adapters,
            LocalRepositories local,
            Patience patience,
            Duration stall,
            Disk disk) {
        HubToken token = environment.token().orElse(null);
        HubHttp http = new HubHttp(environment.endpoint(), token, stall);
        return new Hub(http, patience, environment.offline(), disk, models, adapters, local);
    }

    /**
     * The name of the account that a token belongs to.
     *
     * @throws HubException if the hub does not accept it
     */
    public static String account(HubEnvironment environment, HubToken token) {
        requireOnline(environment.offline());
        try (HubHttp http = new HubHttp(environment.endpoint(), token, HubHttp.STALL)) {
            return new HubClient(http, Patience.patient()).account(() -> false);
        }
    }

    /** The most used repositories that a query fits. */
    public List<HubModel> search(HubQuery query, BooleanSupplier cancelled) {
        requireOnline(offline);
        return client.search(query, cancelled);
    }

    /**
     * What a download would bring. Reads the small files that say what the repository is.
     *
     * @throws HubException if the engine could not run it, too
     */
    public DownloadPlan plan(RepoRevision asked, BooleanSupplier cancelled) {
        requireOnline(offline);
        return new Planner(client).plan(asked, cancelled);
    }

    /** Bytes that a download would still fetch: less than all of them after one that was broken off. */
    public long left(DownloadPlan plan) {
        return cached(plan).isPresent()
                ? 0
                : download(plan, DownloadListener.NONE).left();
    }

    /**
     * Fetches what is not here yet and gives the folder, whole and checked. A repository that is in the cache of Hugging
     * Face's own tools at the same commit is used from there.
     */
    public LocalRepository fetch(DownloadPlan plan, DownloadListener listener) {
        requireOnline(offline);
        Download download = download(plan, listener);
        Optional<LocalRepository> cached = cached(plan);
        if (cached.isPresent() && download.left() > 0) {
            listener.progress(new DownloadProgress(plan.bytes(), plan.bytes(), 0));
            return cached.get();
        }
        Path folder = download.run();
        return Folders.read(plan.id().toString(), folder, LocalRepository.Source.STUDIO)
                .orElseThrow(() -> new HubException(
                        HubException.Reason.UNSUPPORTED,
                        plan.id() + " is here, but is not a whole "
                                + plan.kind().name().toLowerCase(Locale.ROOT) + ". Delete " + folder
                                + " and download it again."));
    }

    private Optional<LocalRepository> cached(DownloadPlan plan) {
        return local.cached(plan.id(), plan.repository().commit())
                .filter(repository -> repository.kind() == plan.kind());
    }

    private Download download(DownloadPlan plan, DownloadListener listener) {
        return new Download(client, disk, plan, plan.kind() == RepoKind.MODEL ? models : adapters, listener);
    }

    private static void requireOnline(boolean offline) {
        if (offline) {
            throw new HubException(
                    HubException.Reason.OFFLINE,
                    "HF_HUB_OFFLINE is set, so nothing is fetched. Unset it to search and download; `cultivar hub list`"
                            + " shows what is here.");
        }
    }

    /** Lets connections go. */
    @Override
    public void close() {
        client.http().close();
    }

    /** Where the token comes from that is used, or null. */
    public @Nullable String tokenSource() {
        HubToken token = client.http().token();
        return token == null ? null : token.source();
    }
}
