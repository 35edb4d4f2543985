package cultivar.wallet.chain;

import cultivar.wallet.codec.Address;
import cultivar.wallet.codec.Hex;
import cultivar.wallet.evm.InvalidTransactionException;
import cultivar.wallet.evm.Transaction;
import cultivar.wallet.evm.WorldState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that wait for a block, at most one for each sender and nonce. Another one for the same place must offer at
 * least a tenth more in both fees, as on public nodes. It lives in memory: a node that is started anew has forgotten it.
 */
final class DevPool {
    private static final BigInteger BUMP = BigInteger.valueOf(110);
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private final Map<Address, TreeMap<Long, Transaction>> waiting = new HashMap<>();

    DevPool() {}

    private DevPool(DevPool other) {
        other.waiting.forEach((sender, own) -> waiting.put(sender, new TreeMap<>(own)));
    }

    DevPool copy() {
        return new DevPool(this);
    }

    /** Adds a transaction that was checked otherwise. */
    void add(Transaction transaction) {
        TreeMap<Long, Transaction> own = waiting.computeIfAbsent(transaction.sender(), _ -> new TreeMap<>());
        Transaction before = own.get(transaction.nonce());
        if (before != null) {
            requireBetter(before, transaction);
        }
        own.put(transaction.nonce(), transaction);
    }

    private static void requireBetter(Transaction before, Transaction after) {
        if (Hex.encode(before.hash()).equals(Hex.encode(after.hash()))) {
            throw new InvalidTransactionException("already known: " + Hex.encode(after.hash()));
        }
        boolean enough =
                after.maxFee().multiply(HUNDRED).compareTo(before.maxFee().multiply(BUMP)) >= 0
                        && after.maxPriorityFee()
                                        .multiply(HUNDRED)
                                        .compareTo(before.maxPriorityFee().multiply(BUMP))
                                >= 0;
        if (!enough) {
            throw new InvalidTransactionException(
                    "replacement transaction underpriced: both fees must be at least a tenth" + " above those of "
                            + Hex.encode(before.hash()) + ".");
        }
    }

    boolean holds(Address sender, long nonce) {
        return waiting.getOrDefault(sender, new TreeMap<>()).containsKey(nonce);
    }

    Optional<Transaction> find(String hash) {
        return all().stream().filter(one -> Hex.encode(one.hash()).equals(hash)).findFirst();
    }

    /** All that wait, each sender's in the order of the nonces. */
    List<Transaction> all() {
        List<Transaction> out = new ArrayList<>();
        waiting.values().forEach(own -> out.addAll(own.values()));
        return out;
    }

    /** Forgets a transaction; false if it was not there. */
    boolean drop(String hash) {
        return find(hash).map(this::remove).isPresent();
    }

    @Nullable
    Transaction remove(Transaction transaction) {
        TreeMap<Long, Transaction> own = waiting.get(transaction.sender());
        return own == null ? null : own.remove(transaction.nonce());
    }

    /** The one whose turn it is and that pays the highest tip. */
    Optional<Transaction> next(WorldState state) {
        forgetSettled(state);
        return waiting.entrySet().stream()
                .flatMap(entry -> Stream.ofNullable(entry.getValue().get(state.nonce(entry.getKey()))))
                .max(Comparator.comparing(DevPool::tip).thenComparing(one -> Hex.encode(one.hash())));
    }

    private static BigInteger tip(Transaction transaction) {
        return transaction.maxPriorityFee().min(transaction.maxFee().subtract(DevBlock.BASE_FEE));
    }

    /** The nonce after all that wait without a gap. */
    long nonceAfter(Address sender, long settled) {
        TreeMap<Long, Transaction> own = waiting.getOrDefault(sender, new TreeMap<>());
        long nonce = settled;
        while (own.containsKey(nonce)) {
            nonce++;
        }
        return nonce;
    }

    private void forgetSettled(WorldState state) {
        waiting.forEach((sender, own) -> own.headMap(state.nonce(sender)).clear());
        waiting.values().removeIf(TreeMap::isEmpty);
    }
}
