package cultivar.wallet.transaction;

import cultivar.wallet.chain.Inclusion;

/** How far a transaction has come. */
public sealed interface State {
    /** Signed and on disk; whether a node has it is not known. */
    record Signed() implements State {}

    /** A node took it; it waits for a block. */
    record Sent() implements State {}

    /** In a block that a reorganisation may still remove. */
    record Mined(Inclusion in) implements State {}

    /** Under as many blocks as the network's rules ask for. */
    record Confirmed(Inclusion in) implements State {}

    /** No node took it, and nothing was spent; its nonce is free again. */
    record Refused(String reason) implements State {}

    /** Another transaction of the account, sent from elsewhere, has its nonce; this one never happens. */
    record Superseded() implements State {}

    /** True while it may still come into a block. */
    default boolean waits() {
        return switch (this) {
            case Signed _, Sent _ -> true;
            case Mined _, Confirmed _, Refused _, Superseded _ -> false;
        };
    }
}
