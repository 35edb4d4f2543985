package cultivar.wallet.chain;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chain that the studio knows.
 *
 * @param name short name for the command line and for files
 * @param label name for people
 * @param chainId the number that transactions are bound to; a node that gives another is refused
 * @param coin symbol of the coin that fees are paid in
 * @param rpc address of the node; null for the chain inside the studio
 * @param explorer start of a block explorer's addresses; null if there is none
 * @param contracts where this project's contracts lie; null if none are known
 * @param demo true if nothing on it is worth anything
 */
public record Network(
        String name,
        String label,
        long chainId,
        String coin,
        @Nullable String rpc,
        @Nullable String explorer,
        @Nullable Contracts contracts,
        boolean demo) {

    /** Numbers that Ganache, Anvil and Hardhat use, and no chain with real coin. */
    private static final Set<Long> DEVELOPMENT = Set.of(1_337L, 31_337L);

    /** Where a demo chain has them that began with them. */
    private static final Contracts DEMO = Contracts.given(0);

    /** The embedded development chain. 31337 is the number that development chains use, so that no real one has it. */
    public static Network demoChain() {
        return new Network("demo", "Demo chain (on this machine)", 31_337, "DEMO", null, null, DEMO, true);
    }

    /** The networks that come with the studio. On the public ones no contracts are known until somebody puts them there. */
    public static List<Network> presets() {
        return List.of(
                demoChain(),
                new Network(
                        "openledger",
                        "OpenLedger",
                        1_612,
                        "OPEN",
                        "https://rpc.openledger.xyz",
                        "https://scan.openledger.xyz",
                        null,
                        false),
                new Network(
                        "openledger-testnet",
                        "OpenLedger testnet",
                        161_201,
                        "OPEN",
                        "https://rpctn.openledger.xyz",
                        "https://scantn.openledger.xyz",
                        null,
                        true),
                new Network(
                        "sepolia",
                        "Sepolia (Ethereum testnet)",
                        11_155_111,
                        "ETH",
                        "https://ethereum-sepolia-rpc.publicnode.com",
                        "https://sepolia.etherscan.io",
                        null,
                        true),
                new Network(
                        "base", "Base", 8_453, "ETH", "https://mainnet.base.org", "https://basescan.org", null, false));
    }

    /**
     * The preset of this name.
     *
     * @throws ChainException that lists the names, if there is none
     */
    public static Network named(String name) {
        return presets().stream()
                .filter(n -> n.name().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ChainException("There is no network \"" + name + "\". Known: "
                        + String.join(
                                ", ", presets().stream().map(Network::name).toList()) + "."));
    }

    /**
     * A network of the user's own. Its coin counts as real, unless its number is one that development chains use.
     *
     * @throws ChainException if the address is no http or https address, or plain http to another machine
     */
    public static Network custom(
            String name, String label, long chainId, String coin, String rpc, @Nullable Contracts contracts) {
        return new Network(name, label, chainId, coin, rpc, null, contracts, DEVELOPMENT.contains(chainId)).checked();
    }

    /** This network with other contracts; null for none. */
    public Network withContracts(@Nullable Contracts others) {
        return new Network(name, label, chainId, coin, rpc, explorer, others, demo);
    }

    /** This network through another node. */
    public Network withRpc(String address) {
        return new Network(name, label, chainId, coin, address, explorer, contracts, demo).checked();
    }

    /** True for the chain inside the studio. */
    public boolean isEmbedded() {
        return rpc == null;
    }

    /** Where a transaction may be looked at. */
    public Optional<String> explorerLink(String transactionHash) {
        return explorer == null ? Optional.empty() : Optional.of(explorer + "/tx/" + transactionHash);
    }

    private Network checked() {
        URI uri;
        try {
            uri = URI.create(String.valueOf(rpc));
        } catch (IllegalArgumentException e) {
            throw new ChainException("\"" + rpc + "\" is no address of a node. It begins with https://.", e);
        }
        String scheme = String.valueOf(uri.getScheme());
        String host = String.valueOf(uri.getHost());
        boolean loopback = host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
        if (uri.getHost() == null || !(scheme.equals("https") || (scheme.equals("http") && loopback))) {
            throw new ChainException("\"" + rpc + "\" cannot be used as a node: its address must begin with https://"
                    + " (http:// only for this machine).");
        }
        return this;
    }
}
