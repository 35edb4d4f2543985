package cultivar.wallet.transaction;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Coins;
import cultivar.wallet.chain.Head;
import cultivar.wallet.chain.Network;
import cultivar.wallet.chain.NetworkRules;
import cultivar.wallet.chain.Speed;
import cultivar.wallet.chain.UnreachableException;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.codec.Keccak;
import cultivar.wallet.keys.Approval;
import cultivar.wallet.keys.FeeMarketTransaction;
import cultivar.wallet.signer.Outgoing;
import cultivar.wallet.signer.Signer;
import cultivar.wallet.signing.Draft;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is sent on one network, and the only way to send there. Each account's transactions get their nonces one after
 * another, are on disk before they are broadcast, and are broadcast in order. Whoever shows them calls {@link #update}
 * now and then, and once after a start: it sends again what was lost. Safe for use by several threads and processes.
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int TRIES = 4;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LOCAL_POLL = Duration.ofMillis(20);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final BigInteger PLAIN_GAS = BigInteger.valueOf(21_000);

    private final ChainClient client;
    private final Network network;
    private final Journal journal;
    private final SendRules rules;
    private final Broadcaster broadcaster;
    private final Settling settling;
    private final Clock clock;

    /**
     * Opens the outbox of a network; sends nothing yet.
     *
     * @param folder where the outboxes of a home are kept
     * @param client stays the caller's, who closes it when the outbox is used no more
     */
    public Outbox(Path folder, ChainClient client, NetworkRules rules, Clock clock) {
        this(ChainMemory.open(folder, client.network()), client, rules, clock);
    }

    Outbox(ChainMemory memory, ChainClient client, NetworkRules rules, Clock clock) {
        this.client = client;
        this.network = client.network();
        this.journal = memory.journal();
        this.rules = new SendRules(network, rules);
        this.broadcaster = new Broadcaster(client, journal, clock);
        this.settling = new Settling(client, memory, broadcaster, rules.confirmations(), clock);
        this.clock = clock;
    }

    /** The network. */
    public Network network() {
        return network;
    }

    /** Everything that was ever sent, oldest first, as it was known at the last look. */
    public List<Entry> entries() {
        return journal.entries();
    }

    /**
     * Prepares a transaction: how much gas it needs, with a fifth to spare, and what to offer for it. Signs nothing.
     *
     * @param purpose what it is for, in one line for people
     * @throws TransactionException if the account has not even the coin that is sent along
     * @throws cultivar.wallet.chain.RevertedException if a contract would refuse it
     */
    public Outgoing prepare(Address from, Draft draft, Speed speed, String purpose) {
        BigInteger balance = client.balance(from);
        if (balance.compareTo(draft.value()) < 0) {
            throw new TransactionException("The account has " + Coins.text(balance, network.coin())
                    + " and needs up to " + Coins.text(draft.value(), network.coin())
                    + " and the fee. Nothing was signed; " + supply() + ".");
        }
        BigInteger gas = client.estimateGas(from, draft.to(), draft.value(), draft.data());
        boolean plain = draft.data().length == 0 && gas.equals(PLAIN_GAS);
        return new Outgoing(
                network.chainId(),
                from,
                draft.to(),
                draft.value(),
                draft.data(),
                plain ? gas : Outgoing.limit(gas),
                client.feeChoices().at(speed),
                purpose);
    }

    /**
     * Signs, writes down, and sends. Returns when a node took the transaction, or may have taken it.
     *
     * @param approval that the password was given for a sum above the limits; null if it was not
     * @throws LimitException if the sum is above the limits and there is no approval
     * @throws TransactionException if it may not be sent here, or the account has too little coin; nothing was signed
     * @throws ChainException if the network fails or refuses; nothing will be spent
     */
    public synchronized Entry send(Outgoing outgoing, Signer signer, @Nullable Approval approval) {
        rules.admit(outgoing, signer);
        client.requireChain();
        begin();
        rules.compareClocks(client.head(), clock.instant());
        boolean approved = approval != null && approval.use();
        rules.limit(outgoing.maxCost(), journal.entries(), clock.instant(), approved);
        requireCoin(outgoing);
        return switch (signer) {
            case Signer.Local local -> sendFrom(outgoing, local, approved);
            case Signer.Remote remote -> sendThrough(outgoing, remote);
        };
    }

    private Entry sendFrom(Outgoing outgoing, Signer.Local signer, boolean approved) {
        long floor = 0;
        for (int tries = 0; tries < TRIES; tries++) {
            long mined = Math.max(floor, client.minedNonce(outgoing.from()));
            long waiting = Math.max(mined, client.nonce(outgoing.from()));
            Entry entry = journal.alone(() -> {
                // Again, now that nobody else can send meanwhile.
                rules.limit(outgoing.maxCost(), journal.all(), clock.instant(), approved);
                return sign(outgoing, signer, mined, waiting);
            });
            if (broadcaster.first(entry) == Broadcaster.First.OUT) {
                return journal.get(entry.id());
            }
            // The node was behind when it told the nonce; what was signed for it is refused for good.
            floor = entry.nonce() + 1;
        }
        throw new UnreachableException(network.label()
                + " tells nonces that it then calls used. Nothing was sent; choose another node, or try again later.");
    }

    /** Takes the first nonce that nobody uses, and writes the signed transaction down. */
    private Entry sign(Outgoing outgoing, Signer.Local signer, long mined, long waiting) {
        List<Entry> own = journal.of(outgoing.from());
        long settled = own.stream()
                .filter(entry -> entry.inclusion().isPresent())
                .mapToLong(Entry::nonce)
                .max()
                .orElse(-1);
        long nonce = Math.max(mined, settled + 1);
        while (isTaken(own, nonce) || (nonce < waiting && !wasRefused(outgoing.from(), nonce))) {
            nonce++;
        }
        FeeMarketTransaction transaction = outgoing.at(nonce);
        byte[] raw = signer.sign(transaction);
        String hash = Hex.encode(Keccak.hash(raw));
        return write(
                hash, outgoing.from(), nonce, Attempt.Kind.FIRST, hash, raw, outgoing.maxCost(), outgoing.purpose());
    }

    private static boolean isTaken(List<Entry> own, long nonce) {
        return own.stream().anyMatch(entry -> entry.nonce() == nonce);
    }

    /** A nonce below the node's count that is ours and was refused is a hole that all later ones wait for. */
    private boolean wasRefused(Address account, long nonce) {
        return journal.refusedNonces(account).contains(nonce);
    }

    private Entry write(
            String id,
            Address account,
            long nonce,
            Attempt.Kind kind,
            String hash,
            byte[] raw,
            BigInteger cost,
            String purpose) {
        journal.append(JournalLine.signed(
                id,
                clock.instant(),
                new JournalLine.Signed(
                        account.toString(),
                        nonce,
                        kind,
                        hash,
                        raw.length == 0 ? "" : Hex.encode(raw),
                        cost.toString(),
                        purpose)));
        return journal.get(id);
    }

    private Entry sendThrough(Outgoing outgoing, Signer.Remote signer) {
        String hash = signer.send(outgoing);
        return journal.alone(() -> {
            write(
                    hash,
                    outgoing.from(),
                    -1,
                    Attempt.Kind.FIRST,
                    hash,
                    new byte[0],
                    outgoing.maxCost(),
                    outgoing.purpose());
            journal.append(JournalLine.of(JournalLine.What.SENT, hash, clock.instant()));
            return journal.get(hash);
        });
    }

    private void requireCoin(Outgoing outgoing) {
        BigInteger waiting = journal.of(outgoing.from()).stream()
                .filter(entry -> entry.state().waits())
                .map(Entry::maxCost)
                .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger balance = client.balance(outgoing.from());
        if (balance.subtract(waiting).compareTo(outgoing.maxCost()) < 0) {
            throw new TransactionException(
                    "The account has " + Coins.text(balance, network.coin()) + " and needs up to "
                            + Coins.text(outgoing.maxCost(), network.coin())
                            + (waiting.signum() == 0
                                    ? ""
                                    : " besides " + Coins.text(waiting, network.coin()) + " that wait to be sent")
                            + ". Nothing was signed; " + supply() + ".");
        }
    }

    private String supply() {
        return network.isEmbedded() ? "take demo coin first" : "send coin to it first";
    }

    /** Makes sure that the journal is about this very chain and not one that had the same number. */
    private void begin() {
        String genesis = client.blockHash(0)
                .orElseThrow(() -> new UnreachableException(network.label() + " has no first block."));
        if (journal.genesis().filter(genesis::equals).isPresent()) {
            return;
        }
        journal.alone(() -> {
            if (journal.genesis().filter(known -> !known.equals(genesis)).isPresent()) {
                if (!network.demo()) {
                    throw new TransactionException("The node serves a chain with the number of " + network.label()
                            + " that is not the chain used so far. Nothing was signed; choose another node.");
                }
                LOG.info("{} began anew; what was sent on the one before is put aside", network.label());
                journal.restart(clock.instant());
            }
            if (journal.genesis().isEmpty()) {
                journal.append(JournalLine.of(JournalLine.What.BEGUN, genesis, clock.instant()));
            }
            return genesis;
        });
    }

    /**
     * Prepares what takes the place of something that waits, under the same nonce: of the two the first that comes into a
     * block wins. It is the same again, or for a cancellation nothing, sent to oneself; its fee is an eighth above the
     * last one, or what {@link Speed#FAST} costs now if that is more. Signs nothing.
     *
     * @param kind {@link Attempt.Kind#FASTER} or {@link Attempt.Kind#CANCEL}
     * @throws TransactionException if it is in a block already, or another wallet sent it
     */
    public synchronized Replacement replacement(String id, Attempt.Kind kind) {
        if (kind == Attempt.Kind.FIRST) {
            throw new IllegalArgumentException("a first transaction replaces nothing");
        }
        client.requireChain();
        return Replacement.of(requireWaiting(id), kind, client.feeChoices().fast());
    }

    /**
     * Signs, writes down and sends what takes the place of something that waits.
     *
     * @param approval that the password was given for a sum above the limits; null if it was not
     * @throws LimitException if the sum is above the limits and there is no approval
     * @throws TransactionException if it is in a block already, or was replaced since this was prepared
     */
    public synchronized Entry replace(Replacement next, Signer.Local signer, @Nullable Approval approval) {
        rules.admit(signer);
        client.requireChain();
        begin();
        Entry entry = requireWaiting(next.id());
        if (!entry.account().equals(signer.address())) {
            throw new TransactionException("Another account sent this; choose " + entry.account() + ".");
        }
        if (!entry.latest().hash().equals(next.before())) {
            throw new TransactionException("This was replaced meanwhile. Nothing was signed; look at its fee again.");
        }
        BigInteger cost = next.fee().add(next.transaction().value());
        List<Entry> others = journal.entries().stream()
                .filter(e -> !e.id().equals(next.id()))
                .toList();
        rules.limit(cost, others, clock.instant(), approval != null && approval.use());
        byte[] raw = signer.sign(next.transaction());
        String hash = Hex.encode(Keccak.hash(raw));
        Entry written = journal.alone(
                () -> write(entry.id(), entry.account(), entry.nonce(), next.kind(), hash, raw, cost, entry.purpose()));
        broadcaster.again(written);
        return journal.get(entry.id());
    }

    private Entry requireWaiting(String id) {
        Entry entry = settling.settle(require(id), client.head());
        if (!entry.state().waits() || entry.isRemote()) {
            throw new TransactionException(
                    entry.isRemote()
                            ? "Another wallet sent this; change it there."
                            : "This waits no more, so it cannot be changed.");
        }
        return entry;
    }

    /** What was sent before to do exactly this and still waits for a block, so that nobody pays for it twice. */
    public Optional<Entry> waitingFor(Address from, Draft draft) {
        begin();
        return journal.entries().stream()
                .filter(entry -> entry.account().equals(from) && entry.waitsFor(draft))
                .findFirst();
    }

    /**
     * Looks what became of everything that is not settled, and sends again what a node does not have.
     *
     * @return what changed since the last look; a removal is what a reorganisation took away
     */
    public synchronized List<Change> update() {
        client.requireChain();
        List<Entry> before = journal.entries();
        if (before.isEmpty()) {
            return List.of();
        }
        begin();
        Head head = client.head();
        List<Change> changes = new ArrayList<>();
        List<Entry> waiting = new ArrayList<>();
        for (Entry entry : journal.entries()) {
            if (settling.isOpen(entry, head)) {
                Entry after = settling.settle(entry, head);
                if (!after.state().equals(entry.state())) {
                    changes.add(new Change(entry, after));
                }
                if (after.state().waits()) {
                    waiting.add(after);
                }
            }
        }
        waiting.sort(Comparator.comparingLong(Entry::nonce));
        waiting.forEach(this::sendAgain);
        return List.copyOf(changes);
    }

    private void sendAgain(Entry entry) {
        if (!entry.isRemote()
                && (entry.state() instanceof State.Signed
                        || !client.knows(entry.latest().hash()))) {
            broadcaster.again(entry);
        }
    }

    /**
     * Waits until something is in a block, and sends it again meanwhile if a node lost it.
     *
     * @throws TransactionException if it is in none by then, though it may still come; or if it never will
     */
    public Entry await(String id, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long look = System.nanoTime() + LOOK_AGAIN.toNanos();
        while (true) {
            Entry entry = look(id);
            if (entry.inclusion().isPresent()) {
                return entry;
            }
            if (entry.state() instanceof State.Refused(String reason)) {
                throw new TransactionException(network.label() + " refused: " + reason);
            }
            if (entry.state() instanceof State.Superseded) {
                throw new TransactionException("The transaction "
                        + entry.latest().hash() + " will not happen: another one, sent from elsewhere, has its nonce "
                        + entry.nonce() + ".");
            }
            if (System.nanoTime() > deadline) {
                throw new TransactionException(
                        "The transaction " + entry.latest().hash()
                                + " was sent but is in no block after " + patience.toSeconds()
                                + " seconds. It is kept and sent again by itself; look at it under Activity.");
            }
            if (System.nanoTime() > look) {
                try {
                    var _ = update();
                } catch (UnreachableException e) {
                    LOG.debug("{}", e.getMessage());
                }
                look = System.nanoTime() + LOOK_AGAIN.toNanos();
            }
            Thread.sleep(network.isEmbedded() ? LOCAL_POLL : POLL);
        }
    }

    private synchronized Entry look(String id) {
        Entry entry = require(id);
        if (!entry.state().waits()) {
            return entry;
        }
        try {
            return settling.settle(entry, client.head());
        } catch (UnreachableException e) {
            LOG.debug("{}", e.getMessage());
            return entry;
        }
    }

    private Entry require(String id) {
        return journal.find(id)
                .orElseThrow(() -> new TransactionException("Nothing with the hash " + id + " was sent from here."));
    }
}
