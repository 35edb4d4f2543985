package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;
import java.util.BitSet;

/** One running piece of code: its place, stack, memory and gas. */
final class Frame {
    /** Beyond this no machine could pay, whatever its gas. */
    private static final long FARTHEST = Integer.MAX_VALUE - 64L;

    final Message message;
    final byte[] code;
    final Stack stack = new Stack();
    final Memory memory = new Memory();
    private final BitSet destinations;
    int position;
    byte[] returned = new byte[0];
    private long gas;

    Frame(Message message, byte[] code) {
        this.message = message;
        this.code = code;
        this.gas = message.gas();
        this.destinations = destinations(code);
    }

    Address self() {
        return message.self();
    }

    long gas() {
        return gas;
    }

    void charge(long cost) {
        if (cost > gas) {
            throw Halt.outOfGas();
        }
        gas -= cost;
    }

    void giveBack(long unused) {
        gas += unused;
    }

    BigInteger pop() {
        return stack.pop();
    }

    void push(BigInteger word) {
        stack.push(word);
    }

    void push(long value) {
        stack.push(BigInteger.valueOf(value));
    }

    Address popAddress() {
        return Address.of(stack.pop());
    }

    /** Pays for a range of memory and makes it usable; a range of no length costs nothing wherever it lies. */
    Range range(BigInteger offset, BigInteger length) {
        if (length.signum() == 0) {
            return new Range(0, 0);
        }
        if (offset.bitLength() > 40 || length.bitLength() > 40) {
            throw Halt.outOfGas();
        }
        long end = offset.longValue() + length.longValue();
        if (end > FARTHEST) {
            throw Halt.outOfGas();
        }
        charge(memory.growthCost(end));
        memory.grow(end);
        return new Range(offset.intValue(), length.intValue());
    }

    /** Gas for each word of a range that is copied or hashed. */
    void chargeWords(long perWord, BigInteger length) {
        if (length.bitLength() > 40) {
            throw Halt.outOfGas();
        }
        charge(perWord * Word.count(length.longValue()));
    }

    byte[] read(Range range) {
        return memory.read(range.offset(), range.length());
    }

    /** A range of memory that is paid for. */
    record Range(int offset, int length) {}

    void jump(BigInteger target) {
        if (target.bitLength() > 31 || !destinations.get(target.intValue())) {
            throw Halt.badJump();
        }
        position = target.intValue();
    }

    void requireChangeable() {
        if (message.isStatic()) {
            throw Halt.staticCall();
        }
    }

    /** Every JUMPDEST that is no part of a pushed number. */
    private static BitSet destinations(byte[] code) {
        BitSet out = new BitSet(code.length);
        for (int i = 0; i < code.length; i++) {
            int opcode = code[i] & 255;
            if (opcode == Opcodes.JUMPDEST) {
                out.set(i);
            } else if (opcode >= Opcodes.PUSH1 && opcode <= Opcodes.PUSH32) {
                i += opcode - Opcodes.PUSH0;
            }
        }
        return out;
    }
}
