package cultivar.runtime.checkpoint;

import java.nio.ByteBuffer;

/** Where a decoder's weights come from: a {@link Checkpoint}, or something that stands in for one. */
public interface WeightSource {
    /** A weight's values as float32, row-major in a fresh direct buffer, in the machine's byte order. */
    ByteBuffer floats(DecoderSpec.Weight weight);
}
