package cultivar.wallet.rewards;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.contract.Rewards;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.ContractView;
import cultivar.wallet.registry.Wrappers;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/** Prepaid fees on a network: the channels that hold them, and the calls of payers and of those who redeem vouchers. */
public final class ChannelLedger {
    private final ChainClient client;
    private final Address contract;
    private final Rewards wrapper;
    private final ContractView view;

    /** The channels in the rewards at this address. */
    public ChannelLedger(ChainClient client, Address contract) {
        this.client = client;
        this.contract = contract;
        this.wrapper = Wrappers.rewards(client, contract);
        this.view = new ContractView(client, contract);
    }

    /** The channel of this number, if there is one. */
    public Optional<PrepaidChannel> channel(BigInteger number) {
        Rewards.Channel found = view.read(wrapper.channelOf(number), Rewards.Channel.class);
        Address payer = Address.parse(found.payer);
        return payer.equals(Address.ZERO)
                ? Optional.empty()
                : Optional.of(new PrepaidChannel(
                        number,
                        payer,
                        Address.parse(found.signer),
                        found.pool,
                        found.deposit,
                        found.spent,
                        found.closesAt.signum() == 0
                                ? Optional.empty()
                                : Optional.of(Instant.ofEpochSecond(found.closesAt.longValueExact()))));
    }

    /**
     * Opens a channel with a deposit in the pool's currency; a token's owner must have let the rewards take it.
     *
     * @param signer whose vouchers will count
     */
    public ContractCall open(BigInteger pool, Address signer, BigInteger amount) {
        BigInteger wei = RewardLedger.sent(pool, amount);
        return call(
                wei,
                wrapper.openChannel(pool, signer.hex(), amount, wei).encodeFunctionCall(),
                "Makes a deposit for an adapter's fees");
    }

    /** The number of the channel that a transaction opened. */
    public BigInteger opened(String transaction) {
        return client.receipt(transaction).stream()
                .flatMap(receipt -> Rewards.getChannelOpenedEvents(receipt).stream())
                .findFirst()
                .map(event -> event.channel)
                .orElseThrow(() -> new ChainException("The transaction " + transaction + " opened no channel."));
    }

    /** Adds to the deposit, in the channel's currency. */
    public ContractCall topUp(PrepaidChannel channel, BigInteger amount) {
        BigInteger wei = RewardLedger.sent(channel.pool(), amount);
        return call(
                wei,
                wrapper.topUp(channel.number(), amount, wei).encodeFunctionCall(),
                "Adds to the deposit in channel " + channel.number());
    }

    /** Has a voucher's fee paid into the adapter's pool; anybody may. */
    public ContractCall redeem(Voucher voucher) {
        return call(
                BigInteger.ZERO,
                wrapper.redeem(voucher.channel(), voucher.cumulative(), voucher.signature())
                        .encodeFunctionCall(),
                "Redeems a voucher of channel " + voucher.channel());
    }

    /** Begins to close a channel; only its payer can. */
    public ContractCall close(BigInteger channel) {
        return call(BigInteger.ZERO, wrapper.close(channel).encodeFunctionCall(), "Begins to close channel " + channel);
    }

    /** Takes back what is left, a day after the closing began; only the payer can. */
    public ContractCall refund(BigInteger channel, Address to) {
        return call(
                BigInteger.ZERO,
                wrapper.refund(channel, to.hex()).encodeFunctionCall(),
                "Takes back what is left in channel " + channel);
    }

    private ContractCall call(BigInteger value, String data, String what) {
        return RewardLedger.call(contract, value, data, what);
    }
}
