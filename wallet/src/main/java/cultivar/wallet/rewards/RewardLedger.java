package cultivar.wallet.rewards;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.contract.Rewards;
import cultivar.wallet.registry.ContractCall;
import cultivar.wallet.registry.ContractView;
import cultivar.wallet.registry.Detail;
import cultivar.wallet.registry.Wrappers;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.web3j.abi.EventEncoder;
import org.web3j.protocol.core.methods.response.Log;

/** The rewards on a network: what pools hold, which roots were posted, and the calls of operators and contributors. */
public final class RewardLedger {
    private final ChainClient client;
    private final Address contract;
    private final Rewards wrapper;
    private final ContractView view;

    /** The rewards at this address. */
    public RewardLedger(ChainClient client, Address contract) {
        this.client = client;
        this.contract = contract;
        this.wrapper = Wrappers.rewards(client, contract);
        this.view = new ContractView(client, contract);
    }

    /** Where they are. */
    public Address contract() {
        return contract;
    }

    /** The pool of an adapter in a currency ({@link Address#ZERO} for the coin), if there is one. */
    public Optional<BigInteger> pool(BigInteger adapter, Address token) {
        BigInteger pool = view.read(wrapper.poolOf(adapter, token.hex()), BigInteger.class);
        return pool.signum() == 0 ? Optional.empty() : Optional.of(pool);
    }

    /** The currency of a pool or of one of its pots: a token's address, or {@link Address#ZERO} for the coin. */
    public static Address currency(BigInteger pot) {
        byte[] word = Hex.decode("0x" + String.format("%064x", pot));
        return Address.of(Arrays.copyOfRange(word, word.length - Address.LENGTH, word.length));
    }

    /** The adapter of a pool or of one of its pots. */
    public BigInteger adapter(BigInteger pot) {
        return view.read(wrapper.adapterOf(pot.clearBit(255)), BigInteger.class);
    }

    /** The terms of a pool, with the operator of now. */
    public PoolTerms terms(BigInteger pool) {
        Rewards.Terms terms = view.read(wrapper.termsOf(pool), Rewards.Terms.class);
        return new PoolTerms(
                Address.parse(terms.platform),
                terms.platformShare.intValueExact(),
                terms.builderShare.intValueExact(),
                terms.stakersShare.intValueExact(),
                Duration.ofSeconds(terms.delay.longValueExact()),
                Address.parse(terms.operator),
                Address.parse(terms.guardian));
    }

    /** What a pool owes the platform and the builder. */
    public PoolDues dues(BigInteger pool) {
        return new PoolDues(
                view.read(wrapper.owedOf(pool), 0, BigInteger.class),
                view.read(wrapper.owedOf(pool), 1, BigInteger.class));
    }

    /** The state of a pot. */
    public Pot pot(BigInteger number) {
        Rewards.PotState state = view.read(wrapper.potOf(number), Rewards.PotState.class);
        return new Pot(
                number,
                state.funded,
                state.claimed,
                state.epoch.longValueExact(),
                Instant.ofEpochSecond(state.readyAt.longValueExact()),
                Hex.encode(state.last),
                Hex.encode(state.before));
    }

    /** What an account has taken from a pot. */
    public BigInteger claimed(BigInteger pot, Address account) {
        return view.read(wrapper.claimedOf(pot, account.hex()), BigInteger.class);
    }

    /** What the leaves of a pot begin with. */
    public String scope(BigInteger pot) {
        return Hex.encode(view.read(wrapper.scopeOf(pot), byte[].class));
    }

    /** Opens the pool of an adapter; only its owner can. */
    public ContractCall open(BigInteger adapter, Address token, PoolTerms terms) {
        Rewards.Terms agreed = new Rewards.Terms(
                terms.platform().hex(),
                BigInteger.valueOf(terms.platformShare()),
                BigInteger.valueOf(terms.builderShare()),
                BigInteger.valueOf(terms.stakersShare()),
                BigInteger.valueOf(terms.delay().toSeconds()),
                terms.operator().hex(),
                terms.guardian().hex());
        return call(
                BigInteger.ZERO,
                wrapper.openPool(adapter, token.hex(), agreed).encodeFunctionCall(),
                "Lets the adapter take fees; the shares are fixed for good");
    }

    /** Pays a fee in the pool's currency; a token's owner must have let the rewards take it. */
    public ContractCall pay(BigInteger pool, BigInteger amount) {
        BigInteger wei = sent(pool, amount);
        return call(wei, wrapper.pay(pool, amount, wei).encodeFunctionCall(), "Pays a fee to the adapter's pool");
    }

    /** The coin that is sent along with an amount of a pool's currency: tokens are drawn, not sent. */
    static BigInteger sent(BigInteger pool, BigInteger amount) {
        return currency(pool).equals(Address.ZERO) ? amount : BigInteger.ZERO;
    }

    /** Posts the root of the next epoch. */
    public ContractCall post(BigInteger pot, RewardTree tree) {
        return call(
                BigInteger.ZERO,
                wrapper.post(pot, Hex.decode(tree.root()), tree.total()).encodeFunctionCall(),
                "Posts what " + tree.earnings().size() + " accounts earned until now");
    }

    /** Removes the root that waits. */
    public ContractCall challenge(BigInteger pot) {
        return call(
                BigInteger.ZERO,
                wrapper.challenge(pot).encodeFunctionCall(),
                "Removes the root that waits, so that it never pays");
    }

    /**
     * How often the epoch that a transaction removed can be removed again, should it be posted anew.
     *
     * @throws ChainException if the transaction removed none
     */
    public int challengesLeft(String transaction) {
        return client.receipt(transaction).stream()
                .flatMap(receipt -> Rewards.getRootChallengedEvents(receipt).stream())
                .findFirst()
                .map(event -> event.left.intValueExact())
                .orElseThrow(() -> new ChainException("The transaction " + transaction + " removed no epoch."));
    }

    /** Appoints who posts roots: the adapter's owner at any time, the guardian after half a year without a root. */
    public ContractCall appoint(BigInteger pool, Address operator) {
        return call(
                BigInteger.ZERO,
                wrapper.appoint(pool, operator.hex()).encodeFunctionCall(),
                "Appoints " + operator + " to post epochs");
    }

    /** Takes out all that is owed of a part of the fees; only the part's owner can. */
    public ContractCall withdraw(BigInteger pool, PoolShare share, Address to) {
        return call(
                BigInteger.ZERO,
                wrapper.withdraw(pool, share.number(), to.hex()).encodeFunctionCall(),
                "Takes out a part of the adapter's fees, paid to " + to);
    }

    /** Claims one item of the sender. */
    public ContractCall claim(ClaimItem item) {
        return call(
                BigInteger.ZERO,
                wrapper.claim(item.pot(), item.cumulative(), item.proof()).encodeFunctionCall(),
                "Claims what you earned");
    }

    /** Claims one item for an account, which is paid; anybody may send it. */
    public ContractCall claimFor(Address account, ClaimItem item) {
        return call(
                BigInteger.ZERO,
                wrapper.claimFor(item.pot(), account.hex(), item.cumulative(), item.proof())
                        .encodeFunctionCall(),
                "Claims what " + account + " earned");
    }

    /** Claims several items of the sender in one transaction. */
    public ContractCall claimAll(List<ClaimItem> items, Address to) {
        List<Rewards.Claim> claims = items.stream()
                .map(item -> new Rewards.Claim(item.pot(), item.cumulative(), item.proof()))
                .toList();
        return call(
                BigInteger.ZERO,
                wrapper.claimMany(claims, to.hex()).encodeFunctionCall(),
                "Claims " + items.size() + " rewards of yours at once, paid to " + to);
    }

    private ContractCall call(BigInteger value, String data, String what) {
        return call(contract, value, data, what);
    }

    static ContractCall call(Address contract, BigInteger value, String data, String what) {
        return new ContractCall(
                contract,
                value,
                Hex.decode(data),
                List.of(new Detail("What happens", what), new Detail("Rewards", contract.toString())));
    }

    /** The time of the newest block, which decides whether a root pays. */
    public Instant now() {
        return client.head().time();
    }

    /** The roots that were posted from a block on, in their order. */
    public List<PostedRoot> posted(long fromBlock) {
        long head = client.head().number();
        String challenged = EventEncoder.encode(Rewards.ROOTCHALLENGED_EVENT);
        List<Log> logs = new ArrayList<>(logs(EventEncoder.encode(Rewards.ROOTPOSTED_EVENT), fromBlock, head));
        logs.addAll(logs(challenged, fromBlock, head));
        logs.sort(Comparator.comparing(Log::getBlockNumber).thenComparing(Log::getLogIndex));
        List<PostedRoot> found = new ArrayList<>();
        for (Log log : logs) {
            if (log.getTopics().getFirst().equals(challenged)) {
                remove(Rewards.getRootChallengedEventFromLog(log), found);
            } else {
                found.add(posted(log));
            }
        }
        return found;
    }

    private List<Log> logs(String event, long from, long to) {
        List<@Nullable String> topics = List.of(event);
        return client.logs(contract, topics, from, to);
    }

    private static PostedRoot posted(Log log) {
        Rewards.RootPostedEventResponse event = Rewards.getRootPostedEventFromLog(log);
        return new PostedRoot(
                event.pot,
                event.epoch.longValueExact(),
                Hex.encode(event.root),
                event.total,
                Instant.ofEpochSecond(event.readyAt.longValueExact()),
                log.getBlockNumber().longValueExact(),
                false);
    }

    /** The root that is removed is the newest of its pot; after it the same one may be posted again. */
    private static void remove(Rewards.RootChallengedEventResponse event, List<PostedRoot> from) {
        for (int i = from.size() - 1; i >= 0; i--) {
            PostedRoot root = from.get(i);
            if (root.pot().equals(event.pot)) {
                from.set(i, root.removed());
                return;
            }
        }
    }
}
