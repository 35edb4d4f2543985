package cultivar.wallet.view;

import cultivar.wallet.chain.Network;
import cultivar.wallet.transaction.Entry;
import cultivar.wallet.transaction.State;

/** Something that was sent, and where. */
record Sent(Network network, Entry entry) {
    /** Which of the list's filters shows it. */
    enum Kind {
        /** It may still come into a block. */
        WAITING,
        /** It is in a block, and did what it was to do. */
        DONE,
        /** It did not happen. */
        FAILED
    }

    Kind kind() {
        return switch (entry.state()) {
            case State.Signed _, State.Sent _ -> Kind.WAITING;
            case State.Mined(var in) -> in.succeeded() ? Kind.DONE : Kind.FAILED;
            case State.Confirmed(var in) -> in.succeeded() ? Kind.DONE : Kind.FAILED;
            case State.Refused _, State.Superseded _ -> Kind.FAILED;
        };
    }

    /** The hash to look at: that of the block's transaction, else the newest. */
    String hash() {
        return entry.inclusion()
                .map(in -> in.hash())
                .orElseGet(() -> entry.latest().hash());
    }

    /** How far it has come, in words. */
    String state(Words words) {
        return switch (entry.state()) {
            case State.Signed _, State.Sent _ when entry.isCancelling() -> words.get("sent.cancelling");
            case State.Signed() -> words.get("sent.signed");
            case State.Sent() -> words.get("sent.waiting");
            case State.Mined(var in) when !in.succeeded() -> words.get("sent.reverted", block(in.block()));
            case State.Confirmed(var in) when !in.succeeded() -> words.get("sent.reverted", block(in.block()));
            case State.Mined(var in) ->
                words.get(entry.isCancelled() ? "sent.cancelled" : "sent.mined", block(in.block()));
            case State.Confirmed(var in) ->
                words.get(entry.isCancelled() ? "sent.cancelled" : "sent.confirmed", block(in.block()));
            case State.Refused(String reason) -> words.get("sent.refused", reason);
            case State.Superseded() -> words.get("sent.replaced");
        };
    }

    private static String block(long number) {
        return Long.toString(number);
    }
}
