package cultivar.wallet.registry;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Chains;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Inclusion;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.contract.AdapterRegistry;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.signer.Outgoing;
import cultivar.wallet.signer.Signer;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.Outbox;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/** The registry of adapters on one network. */
public final class Registry {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Stands in for the gas of a call that the contract refuses, so that a fee can be shown all the same. */
    private static final BigInteger USUAL_GAS = BigInteger.valueOf(250_000);

    private final ChainClient client;
    private final Address contract;
    private final AdapterRegistry wrapper;

    private Registry(ChainClient client, Address contract) {
        this.client = client;
        this.contract = contract;
        this.wrapper = AdapterRegistry.load(
                contract.hex(),
                client.web3j(),
                new ReadonlyTransactionManager(client.web3j(), contract.hex()),
                new DefaultGasProvider());
    }

    /** The networks of a studio's home, with the registry on the demo chain from its first block on. */
    public static Chains chains(Path home) {
        return new Chains(home, List.of(Hex.decode(AdapterRegistry.BINARY)));
    }

    /**
     * The registry of the client's network.
     *
     * @throws RegistryException if none is known there, or there is no contract at its address
     */
    public static Registry open(ChainClient client) {
        Network network = client.network();
        Address address = network.registry();
        if (address == null) {
            throw new RegistryException("No adapter registry is known on " + network.label()
                    + ". Deploy wallet/contracts there and set its address in the network's settings,"
                    + " or publish on the demo chain.");
        }
        if (!client.hasCode(address)) {
            throw new RegistryException("There is no contract at " + address + " on " + network.label()
                    + ". Correct the registry's address in the network's settings.");
        }
        return new Registry(client, address);
    }

    /** Where the registry lies. */
    public Address contract() {
        return contract;
    }

    /** How many adapters are registered. */
    public BigInteger count() {
        return read(wrapper.registrations(), BigInteger.class);
    }

    /**
     * Prepares a registration for its owner to look at: nothing is signed or sent.
     *
     * @param account place of the account in the wallet
     * @param from the account's address
     * @param demoWallet true if the wallet may only be used where nothing is worth anything
     * @param uri where the manifest may be fetched, or nothing
     * @throws RegistryException if the manifest names another creator, or a demo wallet meets a real network
     * @throws ChainException if the network cannot be reached
     */
    public RegistrationRequest prepare(int account, Address from, boolean demoWallet, Manifest manifest, String uri) {
        Network network = client.network();
        if (demoWallet && !network.demo()) {
            throw new RegistryException(
                    "This wallet was made for demonstrations; use another one on " + network.label() + ".");
        }
        if (!Address.parse(manifest.creator()).equals(from)) {
            throw new RegistryException("The manifest names " + manifest.creator() + " as its creator, not " + from
                    + ". Write it anew for this account.");
        }
        byte[] data = RegisterCall.encode(wrapper, manifest, uri);
        BigInteger gas = USUAL_GAS;
        Simulation simulation;
        try {
            BigInteger token = new BigInteger(1, client.call(from, contract, data));
            gas = client.estimateGas(from, contract, data);
            simulation = new Simulation.Succeeds("It will succeed: the adapter becomes token " + token + ".");
        } catch (RevertedException e) {
            simulation = new Simulation.Refused(RevertReasons.words(e.data()));
        }
        Outgoing transaction = new Outgoing(
                network.chainId(),
                from,
                contract,
                BigInteger.ZERO,
                data,
                gas.multiply(BigInteger.valueOf(6)).divide(BigInteger.valueOf(5)),
                client.fees(),
                "Register " + manifest.name());
        if (simulation.succeeds()) {
            simulation = afford(network, from, transaction, simulation);
        }
        return new RegistrationRequest(
                network, account, from, transaction, details(manifest, data, from), simulation, this::send);
    }

    private Simulation afford(Network network, Address from, Outgoing transaction, Simulation otherwise) {
        BigInteger balance = client.balance(from);
        if (balance.compareTo(transaction.maxCost()) >= 0) {
            return otherwise;
        }
        return new Simulation.TooPoor(
                balance,
                transaction.maxCost(),
                "The account has " + Coins.text(balance, network.coin()) + " and needs up to "
                        + Coins.text(transaction.maxCost(), network.coin()) + " for the fee."
                        + (network.isEmbedded() ? " Take demo coin first." : " Send coin to it first."));
    }

    /** Everything from the call data; the manifest only gives names to the hashes. */
    private List<Detail> details(Manifest manifest, byte[] data, Address from) {
        RegisterCall call = RegisterCall.decode(data);
        List<Detail> out = new ArrayList<>();
        out.add(new Detail("What happens", "Registers the adapter \"" + manifest.name() + "\" in your name"));
        out.add(new Detail(
                "You receive", "One registry token; it can be handed on, the registration cannot be undone"));
        out.add(new Detail("Coin sent", "None besides the fee"));
        out.add(new Detail("From", from.toString()));
        out.add(new Detail("Registry", contract.toString()));
        out.add(new Detail("Adapter", call.adapterHash()));
        out.add(new Detail("Base model", manifest.base().name() + "  " + call.baseHash()));
        out.add(new Detail("Manifest", call.manifestHash()));
        for (int i = 0; i < call.roots().size(); i++) {
            Manifest.Datanet datanet = manifest.datanets().get(i);
            out.add(new Detail(
                    "Datanet " + datanet.name() + "@" + datanet.version(),
                    datanet.rows() + " rows of " + datanet.contributors().size() + " contributors  "
                            + call.roots().get(i)));
        }
        if (!call.uri().isEmpty()) {
            out.add(new Detail("Manifest is found at", call.uri()));
        }
        return out;
    }

    private Registration send(RegistrationRequest request, Outbox outbox, Signer signer, @Nullable Approval approval) {
        Entry sent = outbox.send(request.transaction(), signer, approval);
        try {
            sent = outbox.await(sent.id(), PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChainException(
                    "The transaction " + sent.latest().hash() + " was sent; nobody waited for its block.", e);
        }
        Inclusion in = sent.inclusion().orElseThrow();
        if (sent.isCancelled()) {
            throw new ChainException("The registration was cancelled; only the fee of " + in.hash() + " was spent.");
        }
        if (!in.succeeded()) {
            throw new ChainException("The transaction " + in.hash() + " is in block " + in.block()
                    + " but the registry refused it; only its fee was spent.");
        }
        TransactionReceipt receipt = client.receipt(in.hash())
                .orElseThrow(() -> new ChainException("The transaction " + in.hash()
                        + " was in a block that the chain gave up. It is sent again by itself; look under Activity."));
        BigInteger token = tokenOf(receipt)
                .orElseThrow(() -> new ChainException("The transaction " + in.hash() + " registered nothing."));
        return new Registration(
                client.network().name(),
                client.network().chainId(),
                in.hash(),
                token,
                in.block(),
                contract,
                receipt.getGasUsed().longValueExact(),
                in.fee());
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

    private Optional<BigInteger> tokenOf(TransactionReceipt receipt) {
        TransactionReceipt own = new TransactionReceipt();
        own.setLogs(receipt.getLogs().stream()
                .filter(log -> contract.equals(Address.parse(log.getAddress())))
                .toList());
        return AdapterRegistry.getAdapterRegisteredEvents(own).stream()
                .map(event -> event.tokenId)
                .findFirst();
    }

    /**
     * Finds a registration by what a person has: a token's number, an adapter's hash, or a transaction's hash.
     *
     * @throws RegistryException if the text is none of them
     */
    public Optional<OnChainRegistration> find(String text) {
        String wanted = text.strip();
        if (Hex.isBytes(wanted, 32)) {
            return findAdapter(wanted).or(() -> findTransaction(wanted));
        }
        if (!wanted.isEmpty() && wanted.length() <= 30 && wanted.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return findToken(new BigInteger(wanted));
        }
        throw new RegistryException("\"" + text + "\" is no token number, adapter hash or transaction hash.");
    }

    /** The registration of an adapter's content hash. */
    public Optional<OnChainRegistration> findAdapter(String adapterHash) {
        try {
            return findToken(read(wrapper.tokenOf(Hex.decode(adapterHash)), BigInteger.class));
        } catch (RevertedException e) {
            return Optional.empty();
        }
    }

    /** The registration that a transaction made. */
    public Optional<OnChainRegistration> findTransaction(String hash) {
        return client.receipt(hash).flatMap(this::tokenOf).flatMap(this::findToken);
    }

    /** The registration under a token. */
    public Optional<OnChainRegistration> findToken(BigInteger tokenId) {
        try {
            AdapterRegistry.Registration found =
                    read(wrapper.registrationOf(tokenId), AdapterRegistry.Registration.class);
            return Optional.of(new OnChainRegistration(
                    client.network().name(),
                    client.network().chainId(),
                    contract,
                    tokenId,
                    Address.parse(read(wrapper.ownerOf(tokenId), String.class)),
                    Address.parse(found.creator),
                    Hex.encode(found.adapterHash),
                    Hex.encode(found.baseHash),
                    Hex.encode(found.manifestHash),
                    Hex.encode(found.datanetsHash),
                    Instant.ofEpochSecond(found.registeredAt.longValueExact()),
                    read(wrapper.tokenURI(tokenId), String.class)));
        } catch (RevertedException e) {
            return Optional.empty();
        }
    }

    /** Calls a view; the answer is a structure of the wrapper's, or the value inside the one ABI value. */
    private <T> T read(RemoteFunctionCall<?> call, Class<T> type) {
        byte[] answer = client.call(Address.ZERO, contract, Hex.decode(call.encodeFunctionCall()));
        var values = call.decodeFunctionResponse(Hex.encode(answer));
        if (!values.isEmpty()) {
            if (type.isInstance(values.getFirst())) {
                return type.cast(values.getFirst());
            }
            Object value = values.getFirst().getValue();
            if (type.isInstance(value)) {
                return type.cast(value);
            }
        }
        throw new ChainException(
                "The contract at " + contract + " on " + client.network().label() + " is not an adapter registry.");
    }
}
