package cultivar.wallet.stakes;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.contract.Stakes;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.ContractView;
import cultivar.wallet.registry.Detail;
import cultivar.wallet.registry.Wrappers;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.web3j.abi.EventEncoder;

/** The stakes on a network: who put what behind which datanet, and the calls of stakers, owners and arbiters. */
public final class StakeLedger {
    private final ChainClient client;
    private final Address contract;
    private final Stakes wrapper;
    private final ContractView view;

    /** The stakes at this address. */
    public StakeLedger(ChainClient client, Address contract) {
        this.client = client;
        this.contract = contract;
        this.wrapper = Wrappers.stakes(client, contract);
        this.view = new ContractView(client, contract);
    }

    /** How stakes on a datanet work, if it takes any. */
    public Optional<House> house(BigInteger datanet) {
        Stakes.House house = view.read(wrapper.houseOf(datanet), Stakes.House.class);
        Address beneficiary = Address.parse(house.beneficiary);
        return beneficiary.equals(Address.ZERO)
                ? Optional.empty()
                : Optional.of(new House(Address.parse(house.arbiter), beneficiary));
    }

    /** Somebody's stake on a datanet; of nothing if there is none. */
    public Stake stake(BigInteger datanet, Address staker) {
        Stakes.Stake stake = view.read(wrapper.stakeOf(datanet, staker.hex()), Stakes.Stake.class);
        return new Stake(stake.amount, stake.leaving, time(stake.leavesAt), stake.held, time(stake.quietUntil));
    }

    /** The penalty that waits for a staker. */
    public Optional<Penalty> penalty(BigInteger datanet, Address staker) {
        var asked = wrapper.penaltyOf(datanet, staker.hex());
        Stakes.Penalty penalty = view.read(asked, Stakes.Penalty.class);
        if (penalty.proposedAt.signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Penalty(
                stake(datanet, staker).held(),
                penalty.contestedAt.signum() > 0,
                penalty.upheld,
                time(view.read(asked, 1, BigInteger.class)),
                time(view.read(asked, 2, BigInteger.class))));
    }

    /** Penalties that a beneficiary can take, of all datanets, in wei. */
    public BigInteger owed(Address beneficiary) {
        return view.read(wrapper.owedTo(beneficiary.hex()), BigInteger.class);
    }

    /** The time of the newest block, which decides what can be done. */
    public Instant now() {
        return client.head().time();
    }

    /** Who staked on a datanet from a block on, in the order in which they first did; some may have left since. */
    public List<Address> stakers(BigInteger datanet, long fromBlock) {
        List<@Nullable String> topics =
                List.of(EventEncoder.encode(Stakes.STAKED_EVENT), "0x" + String.format("%064x", datanet));
        return client.logs(contract, topics, fromBlock, client.head().number()).stream()
                .map(log -> Address.parse(Stakes.getStakedEventFromLog(log).staker))
                .distinct()
                .toList();
    }

    /** Lets people stake on a datanet; only its owner can, and once. */
    public ContractCall open(BigInteger datanet, House house) {
        return call(
                wrapper.open(datanet, house.arbiter().hex(), house.beneficiary().hex())
                        .encodeFunctionCall(),
                "Lets people stake on datanet " + datanet + "; who decides and who gets penalties is fixed for good");
    }

    /** Stakes an amount of coin. */
    public ContractCall stake(BigInteger datanet, BigInteger wei) {
        return call(
                wei, wrapper.stake(datanet, wei).encodeFunctionCall(), "Stakes coin of yours on datanet " + datanet);
    }

    /** Asks for an amount back, which can be taken after a week. */
    public ContractCall askBack(BigInteger datanet, BigInteger wei) {
        return call(
                wrapper.askBack(datanet, wei).encodeFunctionCall(),
                "Asks for coin back from your stake on datanet " + datanet);
    }

    /** Takes what was asked back. */
    public ContractCall take(BigInteger datanet, Address to) {
        return call(
                wrapper.take(datanet, to.hex()).encodeFunctionCall(),
                "Takes what you asked back of your stake, paid to " + to);
    }

    /** Proposes a penalty; only the datanet's owner can. */
    public ContractCall propose(BigInteger datanet, Address staker, BigInteger wei, String reason) {
        return call(
                wrapper.propose(datanet, staker.hex(), wei, reason).encodeFunctionCall(),
                "Proposes a penalty for " + staker);
    }

    /** Contests the penalty that waits for the sender. */
    public ContractCall contest(BigInteger datanet, String reason) {
        return call(wrapper.contest(datanet, reason).encodeFunctionCall(), "Contests the penalty proposed for you");
    }

    /** Decides a contested penalty; only the arbiter can. */
    public ContractCall decide(BigInteger datanet, Address staker, boolean stands) {
        return call(
                wrapper.decide(datanet, staker.hex(), stands).encodeFunctionCall(),
                (stands ? "Lets the penalty stand for " : "Ends the penalty of ") + staker);
    }

    /** Carries out a penalty that stands; anybody may. */
    public ContractCall carryOut(BigInteger datanet, Address staker) {
        return call(
                wrapper.carryOut(datanet, staker.hex()).encodeFunctionCall(), "Carries out the penalty of " + staker);
    }

    /** Ends a penalty: the datanet's owner at any time, anybody once it has lapsed. */
    public ContractCall end(BigInteger datanet, Address staker) {
        return call(wrapper.end(datanet, staker.hex()).encodeFunctionCall(), "Ends the penalty of " + staker);
    }

    /** Takes out all penalties that are the sender's. */
    public ContractCall collect(Address to) {
        return call(
                wrapper.collect(to.hex()).encodeFunctionCall(),
                "Takes out the penalties that are yours, paid to " + to);
    }

    private ContractCall call(String data, String what) {
        return call(BigInteger.ZERO, data, what);
    }

    private ContractCall call(BigInteger value, String data, String what) {
        return new ContractCall(
                contract,
                value,
                Hex.decode(data),
                List.of(new Detail("What happens", what), new Detail("Stakes", contract.toString())));
    }

    private static Instant time(BigInteger seconds) {
        return Instant.ofEpochSecond(seconds.longValueExact());
    }
}
