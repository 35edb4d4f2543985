package cultivar.wallet.registry;

import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.FeeMarketTransaction;
import cultivar.wallet.keys.UnlockedWallet;
import java.math.BigInteger;
import java.util.List;
import java.util.function.BiFunction;

/** A registration that is ready to be shown and, if its owner agrees, signed and sent. */
public final class RegistrationRequest {
    private final Network network;
    private final int account;
    private final Address from;
    private final FeeMarketTransaction transaction;
    private final List<Detail> details;
    private final Simulation simulation;
    private final BiFunction<RegistrationRequest, UnlockedWallet, Registration> send;

    RegistrationRequest(
            Network network,
            int account,
            Address from,
            FeeMarketTransaction transaction,
            List<Detail> details,
            Simulation simulation,
            BiFunction<RegistrationRequest, UnlockedWallet, Registration> send) {
        this.network = network;
        this.account = account;
        this.from = from;
        this.transaction = transaction;
        this.details = List.copyOf(details);
        this.simulation = simulation;
        this.send = send;
    }

    /** Where it will be sent. */
    public Network network() {
        return network;
    }

    /** The account's place in the wallet. */
    public int account() {
        return account;
    }

    /** Who signs and pays. */
    public Address from() {
        return from;
    }

    /** The registry. */
    public Address to() {
        Address to = transaction.to();
        return to == null ? Address.ZERO : to;
    }

    /** What will be signed. */
    public FeeMarketTransaction transaction() {
        return transaction;
    }

    /** The call in plain words, decoded from the bytes that will be signed, line by line. */
    public List<Detail> details() {
        return details;
    }

    /** Gas that the call is expected to take; the limit is a fifth above. */
    public BigInteger gas() {
        return transaction.gasLimit().multiply(BigInteger.valueOf(5)).divide(BigInteger.valueOf(6));
    }

    /** The most that it can cost, in wei. */
    public BigInteger maxFee() {
        return transaction.maxCost();
    }

    /** The most that it can cost, in coin. */
    public String maxFeeText() {
        return Coins.text(maxFee(), network.coin());
    }

    /** What would happen now. */
    public Simulation simulation() {
        return simulation;
    }

    /**
     * Signs, sends and waits until it is in a block.
     *
     * @param wallet the wallet that holds {@link #from()}
     * @throws RegistryException if it would not go through, or the wallet has another account at that place
     * @throws cultivar.wallet.chain.ChainException if the network fails or refuses
     */
    public Registration send(UnlockedWallet wallet) throws InterruptedException {
        if (!simulation.succeeds()) {
            throw new RegistryException(simulation.words());
        }
        if (!wallet.address(account).equals(from)) {
            throw new RegistryException("The unlocked wallet is not the one that this was prepared for.");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return send.apply(this, wallet);
    }
}
