package cultivar.runtime.gguf;

import java.util.Optional;

/**
 * How the values of a tensor are stored. Quantised types hold each row in blocks of 32 values with a scale of their own.
 */
public enum GgmlType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    /** 4-bit values {@code q} in -8..7, each standing for {@code d q} with a scale {@code d} in float16. */
    Q4_0(2, 32, 18),
    /** 8-bit values {@code q} in -127..127, each standing for {@code d q} with a scale {@code d} in float16. */
    Q8_0(8, 32, 34),
    BF16(30, 1, 2);

    private final int code;
    private final int block;
    private final int blockBytes;

    GgmlType(int code, int block, int blockBytes) {
        this.code = code;
        this.block = block;
        this.blockBytes = blockBytes;
    }

    /** The type's number in a file. */
    int code() {
        return code;
    }

    /** Values in a block; a row is a whole number of blocks. */
    public int block() {
        return block;
    }

    /** Whether a row of so many values can be stored. */
    public boolean holds(long columns) {
        return columns % block == 0;
    }

    /** Bytes of so many values, which are whole blocks. */
    public long bytes(long values) {
        return values / block * blockBytes;
    }

    static Optional<GgmlType> ofCode(long code) {
        for (GgmlType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
