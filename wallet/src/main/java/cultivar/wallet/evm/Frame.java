package cultivar.wallet.evm;

import cultivar.wallet.codec.Address;
import java.math.BigInteger;

/** One running piece of code: its place, stack, memory and gas. */
final class Frame {
    /** Beyond this no machine could pay, whatever its gas. */
    private static final long FARTHEST = Integer.MAX_VALUE - 64L;

    final Message message;
    final Code code;
    final Stack stack = new Stack();
    final Memory memory = new Memory();
    int position;
    byte[] returned = new byte[0];
    private long gas;

    Frame(Message message, Code code) {
        this.message = message;
        this.code = code;
        this.gas = message.gas();
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

    /** See {@link Stack#popBounded}. */
    long popBounded() {
        return stack.popBounded();
    }

    void push(BigInteger word) {
        stack.push(word);
    }

    /** A number that is not negative. */
    void push(long value) {
        stack.push(value);
    }

    /** Pushes the number of so many bytes that follows in the code; beyond its end lie zeros. */
    void pushCode(int length) {
        byte[] bytes = code.bytes();
        if (length == 0) {
            stack.push(0);
        } else if (position >= Word.BYTES && position + length <= bytes.length) {
            // Reads the bytes before as well and shifts nothing: the number is what lies at the end.
            stack.pushBytes(bytes, position + length - Word.BYTES, length);
        } else {
            byte[] word = new byte[Word.BYTES];
            int known = Math.max(0, Math.min(length, bytes.length - position));
            System.arraycopy(bytes, position, word, Word.BYTES - length, known);
            stack.pushBytes(word, 0);
        }
        position += length;
    }

    Address popAddress() {
        return Address.of(stack.pop());
    }

    /** Pays for a range of memory and makes it usable; a range of no length costs nothing wherever it lies. */
    Range range(long offset, long length) {
        if (length == 0) {
            return new Range(0, 0);
        }
        reach(offset + length);
        return new Range((int) offset, (int) length);
    }

    /** Takes an offset from the stack and makes the word there usable; returns the offset. */
    int word() {
        long offset = popBounded();
        reach(offset + Word.BYTES);
        return (int) offset;
    }

    private void reach(long end) {
        if (end > FARTHEST) {
            throw Halt.outOfGas();
        }
        if (end > memory.size()) {
            charge(memory.growthCost(end));
            memory.grow(end);
        }
    }

    /** Gas for each word of a range that is copied or hashed. */
    void chargeWords(long perWord, long length) {
        charge(perWord * Word.count(length));
    }

    byte[] read(Range range) {
        return memory.read(range.offset(), range.length());
    }

    /** A range of memory that is paid for. */
    record Range(int offset, int length) {}

    void jump(long target) {
        if (target >= code.length() || !code.isDestination((int) target)) {
            throw Halt.badJump();
        }
        position = (int) target;
    }

    void requireChangeable() {
        if (message.isStatic()) {
            throw Halt.staticCall();
        }
    }
}
