package cultivar.runtime.gguf;

/** The types of metadata values; the order is that of their codes in a file. */
enum GgufType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(8),
    ARRAY(12),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private final int leastBytes;

    GgufType(int leastBytes) {
        this.leastBytes = leastBytes;
    }

    /** The fewest bytes that a value takes: its size, or that of an empty string or array. */
    int leastBytes() {
        return leastBytes;
    }
}
