package cultivar.wallet.registry;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.contract.AdapterRegistry;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** Reads the registry that demo chains began with before there were datanets on the chain; nothing is added to it. */
final class OlderRegistry implements RegistrationReader {
    private final ChainClient client;
    private final Address contract;
    private final AdapterRegistry wrapper;
    private final ContractView view;

    OlderRegistry(ChainClient client, Address contract) {
        this.client = client;
        this.contract = contract;
        this.wrapper = Wrappers.olderRegistry(client, contract);
        this.view = new ContractView(client, contract);
    }

    @Override
    public Optional<OnChainRegistration> findAdapter(String adapterHash) {
        try {
            return findToken(view.read(wrapper.tokenOf(Hex.decode(adapterHash)), BigInteger.class));
        } catch (RevertedException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<OnChainRegistration> findTransaction(String hash) {
        return client.receipt(hash).flatMap(this::token).flatMap(this::findToken);
    }

    private Optional<BigInteger> token(TransactionReceipt receipt) {
        return AdapterRegistry.getAdapterRegisteredEvents(Registry.onlyOf(contract, receipt)).stream()
                .map(event -> event.tokenId)
                .findFirst();
    }

    @Override
    public Optional<OnChainRegistration> findToken(BigInteger tokenId) {
        try {
            AdapterRegistry.Registration found =
                    view.read(wrapper.registrationOf(tokenId), AdapterRegistry.Registration.class);
            return Optional.of(new OnChainRegistration(
                    client.network().name(),
                    client.network().chainId(),
                    contract,
                    tokenId,
                    Address.parse(view.read(wrapper.ownerOf(tokenId), String.class)),
                    Address.parse(found.creator),
                    Hex.encode(found.adapterHash),
                    Hex.encode(found.baseHash),
                    Hex.encode(found.manifestHash),
                    Hex.encode(found.datanetsHash),
                    List.of(),
                    List.of(),
                    Instant.ofEpochSecond(found.registeredAt.longValueExact()),
                    Optional.empty()));
        } catch (RevertedException e) {
            return Optional.empty();
        }
    }
}
