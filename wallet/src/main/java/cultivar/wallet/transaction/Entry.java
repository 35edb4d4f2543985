package cultivar.wallet.transaction;

import cultivar.wallet.chain.Inclusion;
import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.keys.FeeMarketTransaction;
import cultivar.wallet.signing.Draft;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that was sent, with every transaction that was signed for it.
 *
 * @param id hash of the first of them; stays the same
 * @param account who sent it
 * @param nonce its place among the account's transactions; -1 while another wallet has not told it
 * @param purpose what it is for, in one line for people
 * @param at when it was signed, by this machine's clock
 * @param attempts oldest first
 * @param tried whether anybody began to hand it to a node
 * @param state how far it has come
 */
public record Entry(
        String id,
        Address account,
        long nonce,
        String purpose,
        Instant at,
        List<Attempt> attempts,
        boolean tried,
        State state) {
    /** The newest transaction: the one that is broadcast. */
    public Attempt latest() {
        return attempts.getLast();
    }

    /** The most that it can cost in wei, whichever of the transactions comes into a block. */
    public BigInteger maxCost() {
        return attempts.stream().map(Attempt::cost).reduce(BigInteger.ZERO, BigInteger::max);
    }

    /** The block that it is in, if it is in one. */
    public Optional<Inclusion> inclusion() {
        return switch (state) {
            case State.Mined(Inclusion in) -> Optional.of(in);
            case State.Confirmed(Inclusion in) -> Optional.of(in);
            case State.Signed _, State.Sent _, State.Refused _, State.Superseded _ -> Optional.empty();
        };
    }

    /** True if what came into a block is a cancellation. */
    public boolean isCancelled() {
        return inclusion().filter(in -> cancels(in.hash())).isPresent();
    }

    /** True if what is broadcast now is to keep what was asked for from happening. */
    public boolean isCancelling() {
        return cancels(latest().hash());
    }

    private boolean cancels(String hash) {
        boolean cancels = false;
        for (Attempt attempt : attempts) {
            cancels = switch (attempt.kind()) {
                case FIRST -> false;
                case FASTER -> cancels; // it repeats the one before
                case CANCEL -> true;
            };
            if (attempt.hash().equals(hash)) {
                return cancels;
            }
        }
        return false;
    }

    /** True if it may still come into a block and does exactly this; unknown, so false, of what another wallet signed. */
    boolean waitsFor(Draft draft) {
        if (!state.waits() || isRemote()) {
            return false;
        }
        FeeMarketTransaction signed = FeeMarketTransaction.decode(Hex.decode(latest().raw()));
        return draft.equals(new Draft(signed.to(), signed.value(), signed.data()));
    }

    /** True if another wallet signed it, so that it cannot be broadcast from here. */
    public boolean isRemote() {
        return latest().raw().isEmpty();
    }

    Entry with(State next) {
        return new Entry(id, account, nonce, purpose, at, attempts, tried, next);
    }

    Entry withTry() {
        return new Entry(id, account, nonce, purpose, at, attempts, true, state);
    }

    Entry with(Attempt attempt) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return new Entry(id, account, nonce, purpose, at, List.copyOf(all), tried, state);
    }
}
