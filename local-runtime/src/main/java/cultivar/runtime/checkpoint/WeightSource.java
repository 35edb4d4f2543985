package cultivar.runtime.checkpoint;

import java.lang.foreign.MemorySegment;

/** Where a decoder's weights come from: a {@link Checkpoint}, or something that stands in for one. */
public interface WeightSource {
    /** Writes a weight's values as float32, row-major, into memory of the right size, in the machine's byte order. */
    void read(DecoderSpec.Weight weight, MemorySegment floats);
}
