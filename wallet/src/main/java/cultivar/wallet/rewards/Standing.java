package cultivar.wallet.rewards;

import java.time.Instant;

/** How an account's part of an epoch stands. */
public sealed interface Standing {
    /** It can be claimed now. */
    record Claimable() implements Standing {}

    /** Its root waits; it pays from a time on, unless it is challenged before. */
    record Locked(Instant until) implements Standing {}

    /** The guardian removed its root, which never pays. */
    record Challenged() implements Standing {}

    /** It was paid. */
    record Claimed() implements Standing {}

    /** A newer root holds it too, whose tree is not in this home. */
    record Replaced() implements Standing {}
}
