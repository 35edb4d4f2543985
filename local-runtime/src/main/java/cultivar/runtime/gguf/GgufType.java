package cultivar.runtime.gguf;

import java.util.Optional;

/** The types of metadata values. */
enum GgufType {
    UINT8(0, 1),
    INT8(1, 1),
    UINT16(2, 2),
    INT16(3, 2),
    UINT32(4, 4),
    INT32(5, 4),
    FLOAT32(6, 4),
    BOOL(7, 1),
    STRING(8, 8),
    ARRAY(9, 12),
    UINT64(10, 8),
    INT64(11, 8),
    FLOAT64(12, 8);

    private final int code;
    private final int leastBytes;

    GgufType(int code, int leastBytes) {
        this.code = code;
        this.leastBytes = leastBytes;
    }

    /** The type's number in a file. */
    int code() {
        return code;
    }

    /** The fewest bytes that a value takes: its size, or that of an empty string or array. */
    int leastBytes() {
        return leastBytes;
    }

    static Optional<GgufType> ofCode(long code) {
        for (GgufType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
