package cultivar.wallet.transaction;

import cultivar.wallet.chain.Fees;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.keys.FeeMarketTransaction;
import java.math.BigInteger;

/**
 * A transaction that would take the place of one that waits, for its owner to look at; nothing is signed.
 *
 * @param id of the entry
 * @param kind whether it repeats or cancels
 * @param before hash of the transaction that it outbids
 * @param transaction what would be signed
 */
public record Replacement(String id, Attempt.Kind kind, String before, FeeMarketTransaction transaction) {
    private static final BigInteger CANCEL_GAS = BigInteger.valueOf(21_000);

    /** The most that its fee can cost, in wei. */
    public BigInteger fee() {
        return transaction.maxCost();
    }

    /** Both fees rise by an eighth at least, because nodes want 10 % on each. */
    static Replacement of(Entry entry, Attempt.Kind kind, Fees fast) {
        FeeMarketTransaction before =
                FeeMarketTransaction.decode(Hex.decode(entry.latest().raw()));
        BigInteger most = raised(before.maxFee()).max(fast.most());
        BigInteger priority =
                raised(before.maxPriorityFee()).max(fast.priority()).min(most);
        boolean cancel = kind == Attempt.Kind.CANCEL;
        return new Replacement(
                entry.id(),
                kind,
                entry.latest().hash(),
                new FeeMarketTransaction(
                        before.chainId(),
                        entry.nonce(),
                        priority,
                        most,
                        cancel ? CANCEL_GAS : before.gasLimit(),
                        cancel ? entry.account() : before.to(),
                        cancel ? BigInteger.ZERO : before.value(),
                        cancel ? new byte[0] : before.data()));
    }

    /** An eighth more, rounded up. */
    static BigInteger raised(BigInteger fee) {
        return fee.multiply(BigInteger.valueOf(9)).add(BigInteger.valueOf(7)).divide(BigInteger.valueOf(8));
    }
}
