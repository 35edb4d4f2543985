package cultivar.runtime;

import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.KeyValueCache;
import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.generate.LogProbabilities;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.torch.Torch;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text token by token, with the very products that answering computes with: {@link Scoring} widens a quantised
 * base and so cannot tell what those make of it.
 */
final class Forecasting {
    private final Decoder decoder;
    private final @Nullable LoraTensors lora;

    Forecasting(Decoder decoder, @Nullable LoraAdapter adapter) {
        this.decoder = decoder;
        this.lora = adapter == null ? null : adapter.tensors();
    }

    /** @param ids at least two, and no more than the model has positions */
    Forecast read(int[] ids) {
        Torch.prepareThread(false);
        double[] logprobs = new double[ids.length - 1];
        int[] likeliest = new int[ids.length - 1];
        try (KeyValueCache cache = decoder.cache(ids.length)) {
            for (int i = 0; i < logprobs.length; i++) {
                LogProbabilities told = LogProbabilities.of(logits(ids[i], cache), ids[i + 1], 1);
                logprobs[i] = told.chosen();
                likeliest[i] = told.likeliest().getFirst().id();
            }
        }
        return new Forecast(logprobs, likeliest);
    }

    private float[] logits(int id, KeyValueCache cache) {
        try (PtNDManager scope = decoder.torch().scope()) {
            return decoder.torch().read(decoder.next(new int[] {id}, cache, lora, scope));
        }
    }
}
