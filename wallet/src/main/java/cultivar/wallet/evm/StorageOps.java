package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Instructions that read or change state: storage, logs and the end of a contract. */
final class StorageOps {
    private static final long COLD_SLOT = 2_100;
    private static final long WARM = 100;
    private static final long SET = 20_000;
    private static final long RESET = 2_900;
    private static final long CLEAR_REFUND = 4_800;
    private static final long STIPEND = 2_300;
    private static final long LOG_PER_BYTE = 8;
    private static final long COLD_ADDRESS = 2_600;
    private static final long NEW_ACCOUNT = 25_000;

    private final Evm evm;

    StorageOps(Evm evm) {
        this.evm = evm;
    }

    void load(Frame frame) {
        BigInteger key = frame.pop();
        frame.charge(evm.scope().warm(frame.self(), key) ? COLD_SLOT : WARM);
        frame.push(evm.state().storage(frame.self(), key));
    }

    /** Net gas metering: EIP-2200 with the prices of EIP-2929 and the refunds of EIP-3529. */
    void store(Frame frame) {
        frame.requireChangeable();
        if (frame.gas() <= STIPEND) {
            throw Halt.outOfGas();
        }
        BigInteger key = frame.pop();
        BigInteger value = frame.pop();
        Address self = frame.self();
        BigInteger current = evm.state().storage(self, key);
        BigInteger original = evm.scope().original(self, key);
        long cost = evm.scope().warm(self, key) ? COLD_SLOT : 0;
        if (value.equals(current) || !current.equals(original)) {
            cost += WARM;
        } else {
            cost += original.signum() == 0 ? SET : RESET;
        }
        frame.charge(cost);
        if (!value.equals(current)) {
            long refund = refund(original, current, value);
            if (refund != 0) {
                evm.scope().refund(refund);
            }
            evm.state().setStorage(self, key, value);
        }
    }

    private static long refund(BigInteger original, BigInteger current, BigInteger value) {
        if (current.equals(original)) {
            return original.signum() != 0 && value.signum() == 0 ? CLEAR_REFUND : 0;
        }
        long refund = 0;
        if (original.signum() != 0) {
            if (current.signum() == 0) {
                refund -= CLEAR_REFUND;
            } else if (value.signum() == 0) {
                refund += CLEAR_REFUND;
            }
        }
        if (value.equals(original)) {
            refund += (original.signum() == 0 ? SET : RESET) - WARM;
        }
        return refund;
    }

    void loadTransient(Frame frame) {
        frame.push(evm.scope().transientWord(frame.self(), frame.pop()));
    }

    void storeTransient(Frame frame) {
        frame.requireChangeable();
        evm.scope().setTransient(frame.self(), frame.pop(), frame.pop());
    }

    void log(Frame frame, int topicCount) {
        frame.requireChangeable();
        long offset = frame.popBounded();
        long length = frame.popBounded();
        List<BigInteger> topics = new ArrayList<>();
        for (int i = 0; i < topicCount; i++) {
            topics.add(frame.pop());
        }
        Frame.Range range = frame.range(offset, length);
        frame.charge(LOG_PER_BYTE * range.length());
        evm.scope().log(new Log(frame.self(), List.copyOf(topics), frame.read(range)));
    }

    /** Moves the balance away; the contract itself ends only if this transaction made it (EIP-6780). */
    void selfDestruct(Frame frame) {
        frame.requireChangeable();
        Address heir = frame.popAddress();
        Address self = frame.self();
        WorldState state = evm.state();
        BigInteger balance = state.balance(self);
        long cost = evm.scope().warm(heir) ? COLD_ADDRESS : 0;
        if (balance.signum() != 0 && state.isEmpty(heir)) {
            cost += NEW_ACCOUNT;
        }
        frame.charge(cost);
        state.setBalance(self, BigInteger.ZERO);
        evm.scope().touch(self);
        state.addBalance(heir, balance);
        evm.scope().moved(self, heir, balance);
        evm.scope().touch(heir);
        if (evm.scope().destroy(self)) {
            state.setBalance(self, BigInteger.ZERO);
        }
    }
}
