package cultivar.runtime.serve;

import cultivar.runtime.decoder.LoraTensors;
import org.jspecify.annotations.Nullable;

/** A mix in the engine's memory that one request uses. For the thread that computes. */
final class HeldMix implements AutoCloseable {
    private final @Nullable LoraTensors tensors;
    private final Runnable onClose;

    HeldMix(@Nullable LoraTensors tensors, Runnable onClose) {
        this.tensors = tensors;
        this.onClose = onClose;
    }

    /** What the decoder takes; null for the base. */
    @Nullable
    LoraTensors tensors() {
        return tensors;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
