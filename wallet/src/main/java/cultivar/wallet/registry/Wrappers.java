package cultivar.wallet.registry;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.codec.Address;
import cultivar.wallet.contract.AdapterRegistry;
import cultivar.wallet.contract.Adapters;
import cultivar.wallet.contract.Datanets;
import cultivar.wallet.contract.Rewards;
import cultivar.wallet.contract.Stakes;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/** The generated wrappers, used to write calls and read answers; they send nothing. */
public final class Wrappers {
    private Wrappers() {}

    /** The datanets at this address. */
    public static Datanets datanets(ChainClient client, Address at) {
        return Datanets.load(at.hex(), client.web3j(), reader(client, at), new DefaultGasProvider());
    }

    /** The adapters at this address. */
    public static Adapters adapters(ChainClient client, Address at) {
        return Adapters.load(at.hex(), client.web3j(), reader(client, at), new DefaultGasProvider());
    }

    /** The rewards at this address. */
    public static Rewards rewards(ChainClient client, Address at) {
        return Rewards.load(at.hex(), client.web3j(), reader(client, at), new DefaultGasProvider());
    }

    /** The stakes at this address. */
    public static Stakes stakes(ChainClient client, Address at) {
        return Stakes.load(at.hex(), client.web3j(), reader(client, at), new DefaultGasProvider());
    }

    /** The registry of adapters of older demo chains. */
    static AdapterRegistry olderRegistry(ChainClient client, Address at) {
        return AdapterRegistry.load(at.hex(), client.web3j(), reader(client, at), new DefaultGasProvider());
    }

    private static ReadonlyTransactionManager reader(ChainClient client, Address at) {
        return new ReadonlyTransactionManager(client.web3j(), at.hex());
    }
}
