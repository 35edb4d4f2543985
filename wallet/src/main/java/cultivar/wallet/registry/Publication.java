package cultivar.wallet.registry;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.signer.Outgoing;
import cultivar.wallet.signer.Signer;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.Outbox;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/**
 * Everything that has to be on a chain for one registration: datanets, their versions, then the adapter, each by a
 * transaction of its own. It looks at the chain each time that it is asked, so one that stopped half-way goes on there.
 */
public final class Publication {
    /** Gas of what cannot be simulated yet, since something else must be on the chain before; not less than it takes. */
    private static final BigInteger CREATE_GAS = BigInteger.valueOf(260_000);

    private static final BigInteger PUBLISH_GAS = BigInteger.valueOf(150_000);
    private static final BigInteger REGISTER_GAS = BigInteger.valueOf(100_000);
    private static final BigInteger VERSION_GAS = BigInteger.valueOf(8_000);

    private final ChainClient client;
    private final Registry registry;
    private final Manifest manifest;
    private final Address from;
    private final Calls calls;

    /**
     * A publication by the manifest's creator.
     *
     * @param registry of the client's network
     */
    Publication(ChainClient client, Registry registry, Manifest manifest) {
        this(client, registry, manifest, new Calls(client));
    }

    Publication(ChainClient client, Registry registry, Manifest manifest, Calls calls) {
        this.client = client;
        this.calls = calls;
        this.registry = registry;
        this.manifest = manifest;
        this.from = Address.parse(manifest.creator());
    }

    /** One transaction. */
    public sealed interface Step {
        /** Makes a datanet of this name in the builder's name. */
        record Create(String name) implements Step {}

        /** Publishes a version of the builder's datanet of that name. */
        record Publish(Manifest.Datanet datanet) implements Step {}

        /** Registers the adapter; always the last. */
        record Register() implements Step {}
    }

    /** What is published. */
    public Manifest manifest() {
        return manifest;
    }

    /** The registration by this very manifest, if it is in a block already. */
    public Optional<Registration> registered() {
        return registry.transactionOf(manifest).flatMap(client::receipt).map(this::registration);
    }

    /**
     * What is missing on the chain, in order; the first can be sent now.
     *
     * @throws RegistryException if the adapter is registered already
     */
    public List<Step> missing() {
        if (registry.isRegistered(manifest.adapter().hash())) {
            throw new RegistryException("This adapter is registered already, as token "
                    + manifest.adapter().hash() + ". Each adapter can be registered once.");
        }
        DatanetLedger datanets = registry.datanets();
        List<Step> steps = new ArrayList<>();
        Set<String> created = new LinkedHashSet<>();
        Set<String> published = new LinkedHashSet<>();
        for (Manifest.Datanet datanet : manifest.datanets()) {
            if (datanets.first(datanet.root()).isPresent() || !published.add(datanet.root())) {
                continue;
            }
            if (datanets.datanet(from, datanet.name()).isEmpty() && created.add(datanet.name())) {
                steps.add(new Step.Create(datanet.name()));
            }
            steps.add(new Step.Publish(datanet));
        }
        steps.add(new Step.Register());
        return List.copyOf(steps);
    }

    /**
     * What is missing after a step is in its block.
     *
     * @throws ChainException if the node does not show that step
     */
    public List<Step> missingAfter(Step done) {
        List<Step> steps = missing();
        if (steps.getFirst().equals(done)) {
            throw new ChainException("The node of " + client.network().label()
                    + " does not show what it took a moment ago. Try again later; publishing goes on from there.");
        }
        return steps;
    }

    /**
     * The call of a step; what comes before it must be on the chain.
     *
     * @throws ChainException if it is not
     */
    public ContractCall call(Step step) {
        return switch (step) {
            case Step.Create(String name) -> registry.datanets().create(name);
            case Step.Publish(Manifest.Datanet datanet) -> publish(datanet);
            case Step.Register() -> registry.register(manifest);
        };
    }

    private ContractCall publish(Manifest.Datanet datanet) {
        BigInteger number = registry.datanets()
                .datanet(from, datanet.name())
                .orElseThrow(() -> new ChainException("The datanet " + datanet.name() + " is not on "
                        + client.network().label() + "."));
        return registry.datanets().publish(number, datanet.root(), datanet.rows());
    }

    /** All of it in plain words, line by line. */
    public List<Detail> details(List<Step> steps) {
        List<Detail> out = new ArrayList<>();
        out.add(new Detail("What happens", "Registers the adapter \"" + manifest.name() + "\" in your name"));
        for (Step step : steps) {
            switch (step) {
                case Step.Create(String name) ->
                    out.add(new Detail("Before that", "Creates the datanet \"" + name + "\" in your name"));
                case Step.Publish(Manifest.Datanet datanet) ->
                    out.add(new Detail(
                            "Before that",
                            "Publishes " + datanet.name() + "@" + datanet.version() + " for all to build on"));
                case Step.Register() -> {
                    // It is the first line.
                }
            }
        }
        out.add(new Detail(
                "You receive", "One token for the adapter; it can be handed on, the registration cannot be undone"));
        out.add(new Detail("Coin sent", "None besides the fees"));
        out.add(new Detail("From", from.toString()));
        out.add(new Detail("Registry", registry.contract().toString()));
        out.add(new Detail("Adapter", manifest.adapter().hash()));
        out.add(new Detail(
                "Base model", manifest.base().name() + "  " + manifest.base().hash()));
        out.add(new Detail("Manifest", manifest.hash()));
        for (Manifest.Datanet datanet : manifest.datanets()) {
            out.add(new Detail(
                    "Datanet " + datanet.name() + "@" + datanet.version(),
                    datanet.rows() + " rows of " + datanet.contributors().size() + " contributors  " + datanet.root()));
        }
        return List.copyOf(out);
    }

    /** The most that these steps cost in fees, in wei. */
    public BigInteger maxFee(List<Step> steps) {
        BigInteger gas = steps.stream().map(this::gas).map(Outgoing::limit).reduce(BigInteger.ZERO, BigInteger::add);
        return client.fees().most().multiply(gas);
    }

    private BigInteger gas(Step step) {
        return switch (step) {
            case Step.Create _ -> CREATE_GAS;
            case Step.Publish _ -> PUBLISH_GAS;
            case Step.Register _ ->
                REGISTER_GAS.add(VERSION_GAS.multiply(
                        BigInteger.valueOf(manifest.datanets().size())));
        };
    }

    /** What was sent before for a step and still waits for its block, so that the step must not be sent again. */
    public Optional<Entry> waiting(Step step, Outbox outbox) {
        return calls.waiting(from, call(step), outbox);
    }

    /** What would happen now: the first step is tried, and the coin counted for all of them. Nothing is signed. */
    public Simulation simulate(List<Step> steps, int account, boolean demoWallet, Outbox outbox) {
        if (waiting(steps.getFirst(), outbox).isPresent()) {
            return new Simulation.Succeeds("The first of " + steps.size()
                    + " transactions was sent before and waits for its block; it is not sent again.");
        }
        Simulation first =
                calls.prepare(account, from, demoWallet, call(steps.getFirst())).simulation();
        if (!first.succeeds()) {
            return first;
        }
        return calls.affordable(
                from,
                maxFee(steps),
                new Simulation.Succeeds(
                        steps.size() == 1
                                ? "It will succeed: the adapter gets its token."
                                : "The first of " + steps.size()
                                        + " transactions will succeed; each is tried before it is sent."));
    }

    /**
     * Signs, sends and waits for each step that is missing, one after another. What was sent for a step before and has
     * no block yet is waited for; it is not sent again.
     *
     * @param account place of the account in the wallet
     * @param approvals gives for each step that the password was given for a sum above the limits, since an approval
     *     serves once; null if it was not
     * @throws RegistryException if the signer is not the manifest's creator, or a step would not go through; it says
     *     how many did
     * @throws ChainException if the network fails or refuses
     */
    public Registration send(int account, Outbox outbox, Signer signer, Supplier<@Nullable Approval> approvals)
            throws InterruptedException {
        if (!signer.address().equals(from)) {
            throw new RegistryException("The manifest names " + from + " as its creator, not " + signer.address()
                    + ". Write it anew for this account.");
        }
        int done = 0;
        try {
            Step step = missing().getFirst();
            while (true) {
                Optional<Entry> before = waiting(step, outbox);
                TransactionReceipt receipt = before.isPresent()
                        ? calls.await(before.get(), outbox)
                        : calls.send(
                                calls.prepare(account, from, signer.isDemo(), call(step)),
                                outbox,
                                signer,
                                approvals.get());
                if (step instanceof Step.Register) {
                    return registration(receipt);
                }
                done++;
                step = missingAfter(step).getFirst();
            }
        } catch (RegistryException | ChainException e) {
            if (done == 0) {
                throw e;
            }
            throw new RegistryException(
                    e.getMessage() + " Before that, " + done + (done == 1 ? " transaction" : " transactions")
                            + " went through; publishing again goes on from there.",
                    e);
        }
    }

    /** What a step made; only the last one makes a registration. */
    public Optional<Registration> made(Step step, TransactionReceipt receipt) {
        return step instanceof Step.Register ? Optional.of(registration(receipt)) : Optional.empty();
    }

    /**
     * What the last step made.
     *
     * @throws ChainException if that is no registration
     */
    public Registration registration(TransactionReceipt receipt) {
        String hash = receipt.getTransactionHash();
        BigInteger token = registry.tokenOf(receipt)
                .orElseThrow(() -> new ChainException("The transaction " + hash + " registered nothing."));
        return new Registration(
                client.network().name(),
                client.network().chainId(),
                hash,
                token,
                receipt.getBlockNumber().longValueExact(),
                registry.contract(),
                receipt.getGasUsed().longValueExact(),
                receipt.getGasUsed().multiply(Hex.number(receipt.getEffectiveGasPrice())));
    }
}
