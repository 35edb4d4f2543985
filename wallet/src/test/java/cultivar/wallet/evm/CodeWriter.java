package cultivar.wallet.evm;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes code and keeps count of the stack, so that an instruction finds the words that it takes. */
final class CodeWriter {
    private static final int MOST_WORDS = 900;

    private final Random random;
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final List<byte[]> data = new ArrayList<>();
    private final Map<Integer, Integer> patches = new LinkedHashMap<>();
    private int height;
    private int floor;

    CodeWriter(Random random) {
        this.random = random;
    }

    /** Words that may be used; what lies below belongs to a loop. */
    int free() {
        return height - floor;
    }

    int position() {
        return code.size();
    }

    /** An instruction; words that are missing are pushed before it. */
    void op(int opcode) {
        Opcodes.Shape shape = Opcodes.shape(opcode);
        if (shape == null) {
            code.write(opcode);
            return;
        }
        while (free() < shape.pops()) {
            push(random.nextInt(64));
        }
        if (height > MOST_WORDS) {
            raw(Opcodes.POP);
            height--;
        }
        raw(opcode);
        height += shape.pushes() - shape.pops();
    }

    /** Bytes as they are. */
    void raw(int... bytes) {
        for (int b : bytes) {
            code.write(b);
        }
    }

    void push(long value) {
        push(BigInteger.valueOf(value));
    }

    void push(BigInteger value) {
        byte[] bytes = value.signum() == 0 ? new byte[0] : Word.bytes(value);
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        raw(Opcodes.PUSH0 + bytes.length - zeros);
        code.write(bytes, zeros, bytes.length - zeros);
        height++;
    }

    /** Pushes where in this code the data lies that is appended at the end. */
    void pushDataOffset(byte[] appended) {
        data.add(appended);
        pushLater(-data.size());
    }

    /** Pushes a place that is not known yet; returns what {@link #land} takes. */
    int pushTarget() {
        int at = position() + 1;
        pushLater(0);
        return at;
    }

    private void pushLater(int value) {
        patches.put(position() + 1, value);
        raw(Opcodes.PUSH1 + 1, 0, 0);
        height++;
    }

    /** The pushed place is here. */
    void land(int target) {
        patches.put(target, position());
        raw(Opcodes.JUMPDEST);
    }

    /** What follows may not use the words that are there now; returns what {@link #close} takes. */
    int open() {
        int before = floor;
        floor = height;
        return before;
    }

    /** Takes off what is left of the words since {@link #open}. */
    void close(int before) {
        while (height > floor) {
            raw(Opcodes.POP);
            height--;
        }
        floor = before;
    }

    byte[] finish() {
        raw(Opcodes.STOP);
        List<Integer> places = new ArrayList<>();
        for (byte[] part : data) {
            places.add(code.size());
            code.writeBytes(part);
        }
        byte[] out = code.toByteArray();
        patches.forEach((at, value) -> {
            int target = value < 0 ? places.get(-value - 1) : value;
            out[at] = (byte) (target >> 8);
            out[at + 1] = (byte) target;
        });
        return out;
    }
}
