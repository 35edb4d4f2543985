package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What lives only as long as one transaction: warm places, transient storage, logs, refunds, ends of contracts. */
final class Scope {
    /** A word in some contract's storage. */
    record Slot(Address address, BigInteger key) {}

    /** Touching it once counted even in a call that ran out of gas, on the main chain, so it does in the rules. */
    private static final Address RIPEMD = Address.of(BigInteger.valueOf(3));

    private final WorldState state;
    private final Set<Address> warmAddresses = new HashSet<>();
    private final Set<Slot> warmSlots = new HashSet<>();
    private final Map<Slot, BigInteger> transientWords = new HashMap<>();
    private final Map<Slot, BigInteger> originals = new HashMap<>();
    private final List<Log> logs = new ArrayList<>();
    private final Set<Address> created = new HashSet<>();
    private final Set<Address> destroyed = new HashSet<>();
    private final Set<Address> touched = new HashSet<>();
    private final boolean traceTransfers;
    private long refund;

    Scope(WorldState state, boolean traceTransfers) {
        this.state = state;
        this.traceTransfers = traceTransfers;
    }

    /** Warms an address; true if it was cold (EIP-2929). */
    boolean warm(Address address) {
        return remember(warmAddresses, address);
    }

    boolean warm(Address address, BigInteger key) {
        return remember(warmSlots, new Slot(address, key));
    }

    BigInteger transientWord(Address address, BigInteger key) {
        return transientWords.getOrDefault(new Slot(address, key), BigInteger.ZERO);
    }

    void setTransient(Address address, BigInteger key, BigInteger value) {
        Slot slot = new Slot(address, key);
        @Nullable BigInteger before = transientWords.put(slot, value);
        state.journal().add(() -> {
            if (before == null) {
                transientWords.remove(slot);
            } else {
                transientWords.put(slot, before);
            }
        });
    }

    /** Value before the transaction. Must be asked before the first write. */
    BigInteger original(Address address, BigInteger key) {
        return originals.computeIfAbsent(new Slot(address, key), slot -> state.storage(address, key));
    }

    void refund(long amount) {
        refund += amount;
        state.journal().add(() -> refund -= amount);
    }

    long refund() {
        return refund;
    }

    void log(Log log) {
        logs.add(log);
        state.journal().add(logs::removeLast);
    }

    /** Notes that coin went from one account to another. */
    void moved(Address from, Address to, BigInteger amount) {
        if (traceTransfers && amount.signum() != 0) {
            log(TransferLog.of(from, to, amount));
        }
    }

    List<Log> logs() {
        return List.copyOf(logs);
    }

    void create(Address address) {
        remember(created, address);
    }

    /** Ends a contract after the transaction, if it was made in it (EIP-6780). True if it will end. */
    boolean destroy(Address address) {
        if (!created.contains(address)) {
            return false;
        }
        remember(destroyed, address);
        return true;
    }

    /** Notes that an account was part of the transaction: an empty one is removed at its end (EIP-161). */
    void touch(Address address) {
        if (touched.add(address) && !address.equals(RIPEMD)) {
            state.journal().add(() -> touched.remove(address));
        }
    }

    /** Removes what ended or was left empty. */
    void settle() {
        destroyed.forEach(state::delete);
        touched.stream().filter(state::isEmpty).toList().forEach(state::delete);
    }

    private <T> boolean remember(Set<T> set, T element) {
        if (!set.add(element)) {
            return false;
        }
        state.journal().add(() -> set.remove(element));
        return true;
    }
}
