package cultivar.wallet.registry;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Contracts;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.contract.AdapterRegistry;
import cultivar.wallet.contract.Adapters;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** The registry of adapters on one network. */
public final class Registry implements RegistrationReader {
    private final ChainClient client;
    private final Address contract;
    private final Adapters wrapper;
    private final ContractView view;
    private final DatanetLedger datanets;

    private Registry(ChainClient client, Contracts contracts) {
        this.client = client;
        this.contract = contracts.adapters();
        this.wrapper = Wrappers.adapters(client, contract);
        this.view = new ContractView(client, contract);
        this.datanets = new DatanetLedger(client, contracts.datanets());
    }

    /** The networks of a studio's home, with the contracts on the demo chain. */
    public static Chains chains(Path home) {
        return new Chains(home, Deployment::creationCode);
    }

    /**
     * The registry of the client's network.
     *
     * @throws RegistryException if none is known there, or there is no contract at its address
     */
    public static Registry open(ChainClient client) {
        return new Registry(client, contracts(client));
    }

    /**
     * The contracts of the client's network.
     *
     * @throws RegistryException if none are known there, or there is nothing at their addresses
     */
    public static Contracts contracts(ChainClient client) {
        Network network = client.network();
        Contracts contracts = network.contracts();
        if (contracts == null) {
            throw new RegistryException("No contracts are known on " + network.label()
                    + ". Put them there with `cultivar wallet deploy --network " + network.name()
                    + "`, or publish on the demo chain.");
        }
        if (!client.hasCode(contracts.adapters())) {
            throw new RegistryException("There is no contract at " + contracts.adapters() + " on " + network.label()
                    + ". Correct the addresses with `cultivar wallet networks " + network.name() + " --contracts`.");
        }
        return contracts;
    }

    /**
     * Reads what was registered in a certain contract, which may be the registry of an older demo chain.
     *
     * @throws RegistryException if neither it nor the network's own contracts are there
     */
    public static RegistrationReader reader(ChainClient client, Address contract) {
        // The running code is the end of the code that makes it.
        byte[] code = client.code(contract);
        if (code.length > 0 && AdapterRegistry.BINARY.endsWith(Hex.encode(code).substring(2))) {
            return new OlderRegistry(client, contract);
        }
        Contracts contracts = contracts(client);
        if (!contracts.adapters().equals(contract)) {
            throw new RegistryException("It was registered in the contract " + contract + " on "
                    + client.network().label() + ", but this home knows " + contracts.adapters() + " there.");
        }
        return new Registry(client, contracts);
    }

    /** Where the registry lies. */
    public Address contract() {
        return contract;
    }

    /** The datanets that adapters learn from. */
    public DatanetLedger datanets() {
        return datanets;
    }

    /** How many adapters were registered so far; reads the events of all blocks, so it suits the demo chain. */
    public int registrations() {
        return client.logs(
                        contract, List.of(AdapterEvent.TOPIC), 0, client.head().number())
                .size();
    }

    boolean isRegistered(String adapterHash) {
        return view.read(wrapper.isRegistered(Hex.decode(adapterHash)), Boolean.class);
    }

    /** What a registration by the manifest's creator takes; nothing is signed or sent. */
    public Publication publication(Manifest manifest) {
        return new Publication(client, this, manifest);
    }

    /** The call that registers an adapter whose datanet versions are on the chain. */
    ContractCall register(Manifest manifest) {
        List<Adapters.VersionRef> versions = manifest.datanets().stream()
                .map(datanet -> datanets.first(datanet.root())
                        .orElseThrow(() -> new ChainException("The version of datanet " + datanet.name() + " is not on "
                                + client.network().label() + ".")))
                .map(place -> new Adapters.VersionRef(place.datanet(), place.number()))
                .toList();
        byte[] data = Hex.decode(wrapper.register(
                        Hex.decode(manifest.adapter().hash()),
                        Hex.decode(manifest.base().hash()),
                        Hex.decode(manifest.hash()),
                        versions,
                        List.of())
                .encodeFunctionCall());
        return ContractCall.of(
                contract,
                data,
                List.of(new Detail("What happens", "Registers the adapter \"" + manifest.name() + "\" in your name")));
    }

    /**
     * Whether a registration is still in the block that it was in; false after a reorganisation removed it, until it is
     * in another block.
     */
    public boolean stands(Registration registration) {
        return client.inclusion(registration.transaction())
                .filter(in -> in.succeeded() && in.block() == registration.block())
                .isPresent();
    }

    /** The receipt with the events of one contract only. */
    static TransactionReceipt onlyOf(Address contract, TransactionReceipt receipt) {
        TransactionReceipt own = new TransactionReceipt();
        own.setLogs(receipt.getLogs().stream()
                .filter(log -> contract.equals(Address.parse(log.getAddress())))
                .toList());
        return own;
    }

    Optional<BigInteger> tokenOf(TransactionReceipt receipt) {
        return onlyOf(contract, receipt).getLogs().stream()
                .filter(log -> log.getTopics().getFirst().equals(AdapterEvent.TOPIC))
                .map(log -> Hex.number(log.getTopics().get(1)))
                .findFirst();
    }

    @Override
    public Optional<OnChainRegistration> findAdapter(String adapterHash) {
        return findToken(Hex.number(adapterHash));
    }

    @Override
    public Optional<OnChainRegistration> findTransaction(String hash) {
        return client.receipt(hash).flatMap(this::tokenOf).flatMap(this::findToken);
    }

    @Override
    public Optional<OnChainRegistration> findToken(BigInteger tokenId) {
        byte[] kept;
        long block;
        try {
            kept = view.read(wrapper.commitmentOf(tokenId), 0, byte[].class);
            block = blockOf(tokenId);
        } catch (RevertedException e) {
            return Optional.empty();
        }
        AdapterEvent event = AdapterEvent.of(event(tokenId, block));
        return Optional.of(new OnChainRegistration(
                client.network().name(),
                client.network().chainId(),
                contract,
                tokenId,
                Address.parse(view.read(wrapper.ownerOf(tokenId), String.class)),
                event.creator(),
                event.adapterHash(),
                event.baseHash(),
                event.manifestHash(),
                RegistrationCheck.rootsHash(
                        event.sources().stream().map(AdapterEvent.Source::root).toList()),
                event.sources().stream().map(this::version).toList(),
                event.parents(),
                time(block),
                Optional.of(new OnChainRegistration.Commitment(Hex.encode(kept), event.commitment()))));
    }

    private long blockOf(BigInteger tokenId) {
        return view.read(wrapper.commitmentOf(tokenId), 1, BigInteger.class).longValueExact();
    }

    /** The transaction that registered an adapter by this very manifest, if one did. */
    Optional<String> transactionOf(Manifest manifest) {
        String hash = manifest.adapter().hash();
        if (!isRegistered(hash)) {
            return Optional.empty();
        }
        BigInteger tokenId = Hex.number(hash);
        Log log = event(tokenId, blockOf(tokenId));
        AdapterEvent event = AdapterEvent.of(log);
        return event.manifestHash().equals(manifest.hash()) && event.creator().equals(Address.parse(manifest.creator()))
                ? Optional.of(log.getTransactionHash())
                : Optional.empty();
    }

    private Instant time(long block) {
        return client.head(block)
                .orElseThrow(() -> new ChainException(
                        "The node of " + client.network().label() + " does not have block " + block + "."))
                .time();
    }

    private OnChainRegistration.Version version(AdapterEvent.Source source) {
        return new OnChainRegistration.Version(source.place(), source.root(), datanets.version(source.place()));
    }

    /** The event of a registration: it lies in the block that the contract names. */
    private Log event(BigInteger tokenId, long block) {
        List<@Nullable String> topics = List.of(AdapterEvent.TOPIC, AdapterEvent.hash(tokenId));
        for (Log log : client.logs(contract, topics, block, block)) {
            if (log.getTopics().size() == 3
                    && log.getTopics().get(0).equals(AdapterEvent.TOPIC)
                    && Hex.number(log.getTopics().get(1)).equals(tokenId)) {
                return log;
            }
        }
        throw new ChainException("The node of " + client.network().label() + " does not give the event of block "
                + block + " that has the registration. Try another node.");
    }
}
