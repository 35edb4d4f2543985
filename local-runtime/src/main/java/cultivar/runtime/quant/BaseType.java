package cultivar.runtime.quant;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the weights of a frozen base are held in memory. Adapters, gradients and the optimizer are float32 always. */
public enum BaseType {
    /** As exact as the checkpoint: four bytes a weight. */
    FLOAT32(4),
    /** Two bytes a weight, eight significant bits. */
    BFLOAT16(2),
    /** One byte a weight, with a scale for each output row. */
    INT8(1),
    /** Half a byte a weight, with a scale for each block of 64; embedding and output rows are held as {@link #INT8}. */
    NF4(0.5 + 4.0 / Nf4.BLOCK),
    /**
     * Half a byte a weight as {@link Int4} has it, for answering on a processor; embedding and output rows are held as
     * {@link #INT8}.
     */
    INT4(0.5 + 4.0 / Int4.BLOCK);

    private final double bytes;

    BaseType(double bytes) {
        this.bytes = bytes;
    }

    /** Bytes that one weight of a linear map takes, scales of blocks included. */
    public double bytes() {
        return bytes;
    }

    /** Whether weights are widened anew each time that they are used. */
    public boolean quantised() {
        return this == INT8 || this == NF4 || this == INT4;
    }

    /** Whether adapters can be trained on a base that is held so. */
    public boolean trainable() {
        return this != INT4;
    }

    /** The name used in recipes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names used in recipes, for a sentence. */
    public static String labels() {
        return Arrays.stream(values()).map(BaseType::label).collect(Collectors.joining(", "));
    }

    /** Reads a name used in recipes. */
    public static BaseType named(String name) {
        for (BaseType type : values()) {
            if (type.label().equals(name.toLowerCase(Locale.ROOT))) {
                return type;
            }
        }
        throw new IllegalArgumentException("The type " + name + " is not known; use one of " + labels() + ".");
    }
}
