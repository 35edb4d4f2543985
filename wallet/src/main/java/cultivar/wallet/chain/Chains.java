package cultivar.wallet.chain;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens networks for the studio: the embedded chain once, from its folder in the home; others by their nodes. */
public final class Chains {
    private final Path home;
    private final Networks networks;
    private final Path folder;
    private final List<byte[]> predeployed;
    private @Nullable DevChain demo;

    /**
     * Opens nothing yet.
     *
     * @param home the studio's home; the chain lies in its folder {@code chain}
     * @param predeployed creation code of the contracts that a new demo chain begins with
     */
    public Chains(Path home, List<byte[]> predeployed) {
        this.home = home;
        this.networks = Networks.of(home);
        this.folder = home.resolve("chain");
        this.predeployed = List.copyOf(predeployed);
    }

    /** The studio's home. */
    public Path home() {
        return home;
    }

    /** The networks, and what the user allows on them. */
    public Networks networks() {
        return networks;
    }

    /** The embedded chain; the first call reads it. */
    public synchronized DevChain demoChain() {
        if (demo == null) {
            demo = DevChain.open(folder, predeployed);
        }
        return demo;
    }

    /**
     * A client for a network; the caller closes it.
     *
     * @throws ChainException if it cannot be reached or serves another chain
     */
    public ChainClient connect(Network network) {
        return network.isEmbedded() ? ChainClient.connect(network, demoChain()) : ChainClient.connect(network);
    }
}
