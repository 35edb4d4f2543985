package cultivar.wallet.transaction;

import cultivar.wallet.chain.ChainClient;
import cultivar.wallet.chain.Inclusion;
import cultivar.wallet.chain.RefusedException;
import cultivar.wallet.chain.RevertedException;
import cultivar.wallet.chain.UnreachableException;
import cultivar.wallet.codec.Hex;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands signed transactions to a node and judges what it says to them. */
final class Broadcaster {
    private static final Logger LOG = LoggerFactory.getLogger(Broadcaster.class);

    private final ChainClient client;
    private final Journal journal;
    private final Clock clock;

    Broadcaster(ChainClient client, Journal journal, Clock clock) {
        this.client = client;
        this.journal = journal;
        this.clock = clock;
    }

    /** How the first try ended. */
    enum First {
        /** A node has it, or may have it. */
        OUT,
        /** No node has it or ever had it, because its nonce is used: it may be signed anew. */
        NONCE_USED
    }

    /**
     * Hands over what was signed a moment ago and what nobody else has tried.
     *
     * @throws RefusedException if it can never be taken as it is; it is marked so
     */
    First first(Entry entry) {
        try {
            client.broadcast(Hex.decode(entry.latest().raw()));
            sent(entry);
            return First.OUT;
        } catch (RefusedException e) {
            return judge(entry, e);
        } catch (RevertedException e) {
            // Some nodes run a transaction as they take it, and tell its failure in place of its hash.
            sent(entry);
            return First.OUT;
        } catch (UnreachableException e) {
            LOG.warn("It is not known whether {} was taken: {}", entry.latest().hash(), e.getMessage());
            return First.OUT;
        }
    }

    private First judge(Entry entry, RefusedException e) {
        Refusal refusal = Refusal.of(e.reason());
        if (refusal == Refusal.KNOWN) {
            sent(entry);
            return First.OUT;
        }
        if (refusal == Refusal.UNCLEAR || inclusion(entry).isPresent()) {
            LOG.warn("{}", e.getMessage());
            return First.OUT;
        }
        Entry after = journal.alone(() -> {
            Entry now = journal.get(entry.id());
            if (!now.tried()
                    && now.state() instanceof State.Signed
                    && now.attempts().size() == 1) {
                journal.append(JournalLine.refused(entry.id(), clock.instant(), e.reason()));
            }
            return journal.get(entry.id());
        });
        if (!(after.state() instanceof State.Refused)) {
            return First.OUT; // somebody else handed it over before
        }
        if (refusal == Refusal.NONCE_USED) {
            return First.NONCE_USED;
        }
        throw e;
    }

    /** Hands over again what a node does not have; whatever it says, the transaction stays in the outbox. */
    void again(Entry entry) {
        journal.move(
                entry.id(),
                state -> state instanceof State.Signed,
                JournalLine.of(JournalLine.What.TRIED, entry.id(), clock.instant()));
        try {
            client.broadcast(Hex.decode(entry.latest().raw()));
            sent(entry);
        } catch (RefusedException e) {
            if (Refusal.of(e.reason()) == Refusal.KNOWN) {
                sent(entry);
            } else {
                LOG.warn("{} waits: {}", entry.latest().hash(), e.getMessage());
            }
        } catch (RevertedException e) {
            sent(entry);
        }
    }

    private void sent(Entry entry) {
        journal.move(
                entry.id(),
                state -> state instanceof State.Signed,
                JournalLine.of(JournalLine.What.SENT, entry.id(), clock.instant()));
    }

    /** The block that one of an entry's transactions is in; the newest is looked for first. */
    Optional<Inclusion> inclusion(Entry entry) {
        for (Attempt attempt : entry.attempts().reversed()) {
            Optional<Inclusion> found = client.inclusion(attempt.hash());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
