package cultivar.wallet.transaction;

import cultivar.wallet.chain.Network;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of one chain: its journal, and what earlier looks at the chain left open. Safe for use by several threads.
 *
 * @param doubted since which block the nonce of an entry is seen to be used by nobody knows whom
 * @param tooShort how often in a row the chain was too short for the block of an entry
 */
record ChainMemory(Journal journal, Map<String, Long> doubted, Map<String, Integer> tooShort) {
    static ChainMemory open(Path folder, Network network) {
        return new ChainMemory(
                new Journal(folder, name(network)), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    /**
     * The journal's name. Networks with the same chain id are the same chain and share their nonces, except that every
     * development node has the number of the chain in the studio, too.
     */
    static String name(Network network) {
        boolean alike = !network.isEmbedded()
                && network.chainId() == Network.demoChain().chainId();
        return alike ? network.name() + "-" + network.chainId() : Long.toString(network.chainId());
    }
}
