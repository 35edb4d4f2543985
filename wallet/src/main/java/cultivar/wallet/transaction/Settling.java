package cultivar.wallet.transaction;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.ChainException;
import cultivar.wallet.chain.Head;
import cultivar.wallet.chain.Inclusion;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Compares entries with the chain: what came into a block, what is settled, what a reorganisation took away. */
final class Settling {
    /** A block that lies deeper was never yet removed from a chain that people use. */
    private static final int DEEPEST = 64;

    /** A reorganisation may bring back what another transaction had pushed aside. */
    private static final Duration REVIVAL = Duration.ofDays(1);

    /** Looks after which a chain that is too short is no node that lags. */
    private static final int PATIENCE = 5;

    private final ChainClient client;
    private final Journal journal;
    private final Broadcaster broadcaster;
    private final int confirmations;
    private final Clock clock;
    private final Map<String, Long> doubted;
    private final Map<String, Integer> tooShort;

    Settling(ChainClient client, ChainMemory memory, Broadcaster broadcaster, int confirmations, Clock clock) {
        this.client = client;
        this.journal = memory.journal();
        this.doubted = memory.doubted();
        this.tooShort = memory.tooShort();
        this.broadcaster = broadcaster;
        this.confirmations = confirmations;
        this.clock = clock;
    }

    /** Whether the chain may still say something new about an entry. */
    boolean isOpen(Entry entry, Head head) {
        return switch (entry.state()) {
            case State.Signed _, State.Sent _, State.Mined _ -> true;
            case State.Superseded _ ->
                Duration.between(entry.at(), clock.instant()).compareTo(REVIVAL) < 0;
            case State.Confirmed(Inclusion in) -> head.number() - in.block() <= DEEPEST;
            case State.Refused _ -> false;
        };
    }

    /** The entry as the chain says it is now. */
    Entry settle(Entry entry, Head head) {
        Optional<Inclusion> found = broadcaster.inclusion(entry);
        return switch (entry.state()) {
            case State.Signed _, State.Sent _, State.Superseded _ ->
                found.isPresent() ? mined(entry, found.get(), head) : waiting(entry, head);
            case State.Mined(Inclusion in) ->
                found.isEmpty() ? missing(entry, in, head) : stillMined(entry, in, found.get(), head);
            case State.Confirmed(Inclusion in) ->
                found.isEmpty()
                        ? missing(entry, in, head)
                        : found.get().blockHash().equals(in.blockHash()) ? entry : mined(entry, found.get(), head);
            case State.Refused _ -> entry;
        };
    }

    private Entry mined(Entry entry, Inclusion in, Head head) {
        doubted.remove(entry.id());
        Entry now = journal.move(
                entry.id(),
                state -> state.equals(entry.state()),
                JournalLine.in(JournalLine.What.MINED, entry.id(), clock.instant(), in));
        return confirm(now, head);
    }

    private Entry stillMined(Entry entry, Inclusion before, Inclusion found, Head head) {
        return found.equals(before) ? confirm(entry, head) : mined(entry, found, head);
    }

    private Entry confirm(Entry entry, Head head) {
        if (!(entry.state() instanceof State.Mined(Inclusion in)) || head.number() - in.block() + 1 < confirmations) {
            return entry;
        }
        // A node that is behind itself may still give the receipt of a block that is gone.
        boolean onChain =
                client.blockHash(in.block()).filter(in.blockHash()::equals).isPresent();
        return onChain
                ? journal.move(
                        entry.id(),
                        state -> state.equals(entry.state()),
                        JournalLine.in(JournalLine.What.CONFIRMED, entry.id(), clock.instant(), in))
                : entry;
    }

    /** Gone only if its block is: a node that lags or forgets receipts is no reorganisation. */
    private Entry missing(Entry entry, Inclusion in, Head head) {
        boolean gone = head.number() < in.block()
                ? tooShort.merge(entry.id(), 1, Integer::sum) >= PATIENCE
                        || client.network().isEmbedded()
                : client.blockHash(in.block())
                        .filter(hash -> !hash.equals(in.blockHash()))
                        .isPresent();
        if (!gone) {
            return entry;
        }
        tooShort.remove(entry.id());
        return journal.move(
                entry.id(),
                state -> state.equals(entry.state()),
                JournalLine.of(JournalLine.What.REMOVED, entry.id(), clock.instant()));
    }

    /** The nonce of one that waits may be used by another wallet with the same key; that is certain only after a while. */
    private Entry waiting(Entry entry, Head head) {
        boolean used = entry.nonce() >= 0 && client.minedNonce(entry.account()) > entry.nonce();
        if (!used || entry.state() instanceof State.Superseded) {
            doubted.remove(entry.id());
            return entry;
        }
        long since = Objects.requireNonNullElse(doubted.putIfAbsent(entry.id(), head.number()), head.number());
        return head.number() - since < confirmations && !wasUsedLongAgo(entry, head)
                ? entry
                : journal.move(
                        entry.id(),
                        State::waits,
                        JournalLine.of(JournalLine.What.SUPERSEDED, entry.id(), clock.instant()));
    }

    /** What the chain says itself, for a look that no other came before; false where the node keeps no state that old. */
    private boolean wasUsedLongAgo(Entry entry, Head head) {
        if (client.network().isEmbedded()) {
            return true;
        }
        long then = head.number() - confirmations;
        try {
            return then >= 0 && client.minedNonce(entry.account(), then) > entry.nonce();
        } catch (ChainException e) {
            return false;
        }
    }
}
