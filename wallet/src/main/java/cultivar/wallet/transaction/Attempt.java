package cultivar.wallet.transaction;

import java.math.BigInteger;

/**
 * One of the transactions that were signed for a nonce, of which at most one comes into a block.
 *
 * @param kind why it was signed
 * @param hash by which it is known, hexadecimal with {@code 0x}
 * @param raw the signed bytes, hexadecimal with {@code 0x}; empty if another wallet signed and kept them
 * @param cost the most that it can cost in wei, fee and value
 */
public record Attempt(Kind kind, String hash, String raw, BigInteger cost) {
    /** Why a transaction was signed. */
    public enum Kind {
        /** It is what was asked for. */
        FIRST,
        /** The same as the one before with a higher fee. */
        FASTER,
        /** Nothing, sent to oneself, so that what was asked for does not happen. */
        CANCEL
    }
}
