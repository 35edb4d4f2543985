package cultivar.wallet.transaction;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outboxes of a studio's home, one for each chain. */
public final class Outboxes {
    private static final Logger LOG = LoggerFactory.getLogger(Outboxes.class);

    private final Path folder;
    private final Chains chains;
    private final Clock clock;

    /** By journal. Outboxes come and go with their clients; what they saw is remembered here. */
    private final Map<String, ChainMemory> memories = new ConcurrentHashMap<>();

    /**
     * Opens nothing yet.
     *
     * @param chains the home's networks
     * @param clock dates what is sent
     */
    public Outboxes(Chains chains, Clock clock) {
        this.folder = chains.home().resolve("wallet").resolve("outbox");
        this.chains = chains;
        this.clock = clock;
    }

    /** The outbox of the client's network, under the rules that hold there now. The caller closes the client. */
    public Outbox of(ChainClient client) {
        Network network = client.network();
        return new Outbox(memory(network), client, chains.networks().rules(network), clock);
    }

    private ChainMemory memory(Network network) {
        return memories.computeIfAbsent(ChainMemory.name(network), name -> ChainMemory.open(folder, network));
    }

    /** What was sent on a network, newest first, as it was known at the last look; asks no node. */
    public List<Entry> entries(Network network) {
        if (!Files.isRegularFile(folder.resolve(ChainMemory.name(network) + ".jsonl"))) {
            return List.of();
        }
        return memory(network).journal().entries().stream()
                .sorted(Comparator.comparing(Entry::at).reversed())
                .toList();
    }

    /**
     * Goes on with everything that is not settled, on every network where something is: asks its node, and sends again
     * what it does not have. A network that cannot be reached is left for the next time.
     *
     * @return what changed; a removal is what a reorganisation took away
     */
    public List<Change> resume() {
        List<Change> changes = new ArrayList<>();
        for (Network network : chains.networks().all()) {
            if (entries(network).stream().anyMatch(Outboxes::isOpen)) {
                try (ChainClient client = chains.connect(network)) {
                    changes.addAll(of(client).update());
                } catch (ChainException e) {
                    LOG.warn("{}", e.getMessage());
                }
            }
        }
        return List.copyOf(changes);
    }

    private static boolean isOpen(Entry entry) {
        return entry.state().waits() || entry.state() instanceof State.Mined;
    }
}
