package cultivar.wallet.chain;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens networks for the studio: the embedded chain once, from its folder in the home; others by their nodes. */
public final class Chains {
    private final Path home;
    private final Networks networks;
    private final Path folder;
    private final Function<Contracts, List<byte[]>> code;
    private @Nullable DevChain demo;

    /**
     * Opens nothing yet.
     *
     * @param home the studio's home; the chain lies in its folder {@code chain}
     * @param code gives the creation code of the contracts on the demo chain, in the order of their addresses, which they
     *     name each other by
     */
    public Chains(Path home, Function<Contracts, List<byte[]>> code) {
        this.home = home;
        this.networks = Networks.of(home);
        this.folder = home.resolve("chain");
        this.code = code;
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
            demo = DevChain.open(folder, code.apply(Contracts.given(0)));
        }
        return demo;
    }

    /** Where the demo chain has the contracts; one that is older than they are gets them now, beside what it has. */
    private Contracts demoContracts() {
        DevChain chain = demoChain();
        long given = chain.given();
        if (given < Contracts.COUNT) {
            chain.give(given, code.apply(Contracts.given(given)));
        }
        return Contracts.given(chain.given() - Contracts.COUNT);
    }

    /**
     * A client for a network; the caller closes it. The demo chain's names the contracts that lie there.
     *
     * @throws ChainException if it cannot be reached or serves another chain
     */
    public ChainClient connect(Network network) {
        return network.isEmbedded()
                ? ChainClient.connect(network.withContracts(demoContracts()), demoChain())
                : ChainClient.connect(network);
    }
}
