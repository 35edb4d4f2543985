package cultivar.wallet.evm;

import cultivar.wallet.codec.Keccak;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Code that runs. Its hash and the places that it may jump to are worked out once, when they are first asked for. */
final class Code {
    static final Code NONE = new Code(new byte[0]);

    private final byte[] bytes;
    private byte @Nullable [] hash;
    private @Nullable BitSet destinations;

    Code(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    byte[] hash() {
        byte[] known = hash;
        if (known == null) {
            known = Keccak.hash(bytes);
            hash = known;
        }
        return known;
    }

    boolean isDestination(int position) {
        BitSet known = destinations;
        if (known == null) {
            known = findDestinations();
            destinations = known;
        }
        return known.get(position);
    }

    /** Every JUMPDEST that is no part of a pushed number. */
    private BitSet findDestinations() {
        BitSet out = new BitSet(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int opcode = bytes[i] & 255;
            if (opcode == Opcodes.JUMPDEST) {
                out.set(i);
            } else if (opcode >= Opcodes.PUSH1 && opcode <= Opcodes.PUSH32) {
                i += opcode - Opcodes.PUSH0;
            }
        }
        return out;
    }
}
