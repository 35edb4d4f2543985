package cultivar.wallet.registry;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import org.web3j.protocol.core.RemoteFunctionCall;

/** Asks a contract without a transaction. */
public final class ContractView {
    private final ChainClient client;
    private final Address contract;

    /** A view of the contract at this address. */
    public ContractView(ChainClient client, Address contract) {
        this.client = client;
        this.contract = contract;
    }

    /**
     * The call's one answer: a structure of the wrapper's, or the value inside the one ABI value.
     *
     * @throws cultivar.wallet.chain.RevertedException if the contract refuses
     * @throws ChainException if something else lies at the address
     */
    public <T> T read(RemoteFunctionCall<?> call, Class<T> type) {
        return read(call, 0, type);
    }

    /** As {@link #read(RemoteFunctionCall, Class)}, of a call with several answers. */
    public <T> T read(RemoteFunctionCall<?> call, int index, Class<T> type) {
        byte[] answer = client.call(Address.ZERO, contract, Hex.decode(call.encodeFunctionCall()));
        var values = call.decodeFunctionResponse(Hex.encode(answer));
        if (values.size() > index) {
            if (type.isInstance(values.get(index))) {
                return type.cast(values.get(index));
            }
            Object value = values.get(index).getValue();
            if (type.isInstance(value)) {
                return type.cast(value);
            }
        }
        throw new ChainException("The contract at " + contract + " on "
                + client.network().label() + " is not the one that belongs there.");
    }
}
