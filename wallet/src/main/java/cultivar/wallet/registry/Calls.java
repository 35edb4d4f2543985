package cultivar.wallet.registry;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Inclusion;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.signer.Outgoing;
import cultivar.wallet.signer.Signer;
import cultivar.wallet.signing.Refusals;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.Outbox;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** Calls of contracts: simulated and priced for their owner to look at, then signed and sent one at a time. */
public final class Calls {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Stands in for the gas of a call that the contract refuses, so that a fee can be shown all the same. */
    private static final BigInteger USUAL_GAS = BigInteger.valueOf(250_000);

    private final ChainClient client;
    private final Duration patience;
    private final Refusals refusals = new Refusals();

    /** Calls through this client, which must stay open. */
    public Calls(ChainClient client) {
        this(client, PATIENCE);
    }

    /** @param patience how long a block is waited for */
    Calls(ChainClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /**
     * Simulates and prices a call.
     *
     * @param account place of the account in the wallet
     * @param from the account's address
     * @param demoWallet true if the wallet may only be used where nothing is worth anything
     * @throws RegistryException if a demo wallet meets a real network
     * @throws ChainException if the network cannot be reached
     */
    public PreparedCall prepare(int account, Address from, boolean demoWallet, ContractCall call) {
        requireFit(demoWallet);
        BigInteger gas = USUAL_GAS;
        Simulation simulation = new Simulation.Succeeds("It will succeed.");
        try {
            gas = client.estimateGas(from, call.to(), call.value(), call.data());
        } catch (RevertedException e) {
            simulation = new Simulation.Refused(refusals.words(e));
        }
        Outgoing transaction = priced(from, call, gas);
        if (simulation.succeeds()) {
            simulation = affordable(from, transaction.maxCost(), simulation);
        }
        return new PreparedCall(client.network(), account, from, transaction, call.details(), simulation);
    }

    private void requireFit(boolean demoWallet) {
        Network network = client.network();
        if (demoWallet && !network.demo()) {
            throw new RegistryException(
                    "This wallet was made for demonstrations; use another one on " + network.label() + ".");
        }
    }

    /** The transaction with a fifth more gas than is expected. */
    private Outgoing priced(Address from, ContractCall call, BigInteger gas) {
        return new Outgoing(
                client.network().chainId(),
                from,
                call.to(),
                call.value(),
                call.data(),
                Outgoing.limit(gas),
                client.fees(),
                call.details().isEmpty()
                        ? "Call a contract"
                        : call.details().getFirst().value());
    }

    Simulation affordable(Address from, BigInteger needed, Simulation otherwise) {
        Network network = client.network();
        BigInteger balance = client.balance(from);
        if (balance.compareTo(needed) >= 0) {
            return otherwise;
        }
        return new Simulation.TooPoor(
                balance,
                needed,
                "The account has " + Coins.text(balance, network.coin()) + " and needs up to "
                        + Coins.text(needed, network.coin()) + " in all."
                        + (network.isEmbedded() ? " Take demo coin first." : " Send coin to it first."));
    }

    /**
     * Signs, sends and waits until it is in a block.
     *
     * @param outbox of the client's network
     * @param signer who signs for the call's account
     * @param approval that the password was given for a sum above the limits; null if it was not
     * @throws RegistryException if it would not go through, or the signer has another account
     * @throws cultivar.wallet.transaction.LimitException if the sum is above the limits and there is no approval
     * @throws ChainException if the network fails or refuses
     */
    public TransactionReceipt send(PreparedCall call, Outbox outbox, Signer signer, @Nullable Approval approval)
            throws InterruptedException {
        if (!call.simulation().succeeds()) {
            throw new RegistryException(call.simulation().words());
        }
        if (!signer.address().equals(call.from())) {
            throw new RegistryException("The unlocked wallet is not the one that this was prepared for.");
        }
        return send(call.transaction(), outbox, signer, approval);
    }

    /** As {@link #send}, where only the transaction's hash is wanted. */
    public String sendForHash(PreparedCall call, Outbox outbox, Signer signer, @Nullable Approval approval)
            throws InterruptedException {
        return send(call, outbox, signer, approval).getTransactionHash();
    }

    /**
     * Signs, sends and waits until it is in a block.
     *
     * @param outgoing what its owner agreed to
     * @throws cultivar.wallet.transaction.LimitException if the sum is above the limits and there is no approval
     * @throws ChainException if the network fails or refuses
     */
    public TransactionReceipt send(Outgoing outgoing, Outbox outbox, Signer signer, @Nullable Approval approval)
            throws InterruptedException {
        return await(outbox.send(outgoing, signer, approval), outbox);
    }

    /** As {@link #send(Outgoing, Outbox, Signer, Approval)}, where only the transaction's hash is wanted. */
    public String sendForHash(Outgoing outgoing, Outbox outbox, Signer signer, @Nullable Approval approval)
            throws InterruptedException {
        return send(outgoing, outbox, signer, approval).getTransactionHash();
    }

    /** What was sent before to make exactly this call and still waits for a block. */
    public Optional<Entry> waiting(Address from, ContractCall call, Outbox outbox) {
        return outbox.waitingFor(from, call.draft());
    }

    /**
     * Waits until what was sent is in a block.
     *
     * @throws ChainException if it is in none after a while, though it may still come, or if it failed
     */
    public TransactionReceipt await(Entry sent, Outbox outbox) throws InterruptedException {
        Entry mined = outbox.await(sent.id(), patience);
        Inclusion in = mined.inclusion().orElseThrow();
        if (mined.isCancelled()) {
            throw new ChainException("The call was cancelled; only the fee of " + in.hash() + " was spent.");
        }
        if (!in.succeeded()) {
            throw new ChainException("The transaction " + in.hash() + " is in block " + in.block()
                    + " but the contract refused it; only its fee was spent.");
        }
        return client.receipt(in.hash())
                .orElseThrow(() -> new ChainException("The transaction " + in.hash()
                        + " was in a block that the chain gave up. It is sent again by itself; look under Activity."));
    }
}
