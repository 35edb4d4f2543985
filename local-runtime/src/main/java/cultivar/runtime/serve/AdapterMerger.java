package cultivar.runtime.serve;

import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.torch.OwnThread;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sums of adapters with the base, one after the other, beside what else is computed. */
final class AdapterMerger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdapterMerger.class);
    private static final String THREAD = "cultivar-merging";

    private final Decoder decoder;
    private final ExecutorService queue = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name(THREAD).factory());

    AdapterMerger(Decoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Makes a sum; the adapter stays open until that has ended.
     *
     * @param ended told whether there is a sum now, on another thread; never told where this call fails
     */
    void merge(String name, LoraTensors lora, Consumer<Boolean> ended) {
        queue.execute(() -> {
            boolean merged = false;
            try {
                lora.merge(OwnThread.call(THREAD, () -> decoder.merged(lora)));
                merged = true;
            } catch (RuntimeException | Error e) {
                LOG.warn("The adapter {} could not be merged, and answers beside the base", name, e);
            } finally {
                ended.accept(merged);
            }
        });
    }

    /** Waits for those that were begun. */
    @Override
    public void close() {
        queue.close();
    }
}
