package cultivar.wallet.registry;

import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Network;
import cultivar.wallet.codec.Address;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.signer.Outgoing;
import cultivar.wallet.signer.Signer;
import cultivar.wallet.transaction.Outbox;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registration that is ready to be shown and, if its owner agrees, signed and sent. */
public final class RegistrationRequest {
    private final Network network;
    private final int account;
    private final Address from;
    private final Outgoing transaction;
    private final List<Detail> details;
    private final Simulation simulation;
    private final Sending send;

    /** How it is sent. */
    @FunctionalInterface
    interface Sending {
        Registration send(RegistrationRequest request, Outbox outbox, Signer signer, @Nullable Approval approval);
    }

    RegistrationRequest(
            Network network,
            int account,
            Address from,
            Outgoing transaction,
            List<Detail> details,
            Simulation simulation,
            Sending send) {
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

    /** The same with the fee that its owner chose. */
    public RegistrationRequest with(Outgoing chosen) {
        return new RegistrationRequest(network, account, from, chosen, details, simulation, send);
    }

    /** What will be signed. */
    public Outgoing transaction() {
        return transaction;
    }

    /** The call in plain words, decoded from the bytes that will be signed, line by line. */
    public List<Detail> details() {
        return details;
    }

    /** Gas that the call is expected to take; the limit is a fifth above. */
    public BigInteger gas() {
        // Rounded up, as the limit was rounded down.
        return transaction
                .gasLimit()
                .multiply(BigInteger.valueOf(5))
                .add(BigInteger.valueOf(5))
                .divide(BigInteger.valueOf(6));
    }

    /** The most that it can cost, in wei. */
    public BigInteger maxFee() {
        return transaction.maxCost(); // no coin is sent along
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
     * @param outbox of {@link #network()}
     * @param signer who signs for {@link #from()}
     * @param approval that the password was given for a sum above the limits; null if it was not
     * @throws RegistryException if it would not go through, or the signer has another account
     * @throws cultivar.wallet.transaction.LimitException if the sum is above the limits and there is no approval
     * @throws cultivar.wallet.chain.ChainException if the network fails or refuses
     */
    public Registration send(Outbox outbox, Signer signer, @Nullable Approval approval) throws InterruptedException {
        if (!simulation.succeeds()) {
            throw new RegistryException(simulation.words());
        }
        if (!signer.address().equals(from)) {
            throw new RegistryException("The unlocked wallet is not the one that this was prepared for.");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return send.send(this, outbox, signer, approval);
    }
}
