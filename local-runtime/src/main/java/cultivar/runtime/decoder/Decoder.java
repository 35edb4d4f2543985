package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoder that is ready to compute: its weights, and one compiled program for each LoRA layout in use. Safe
 * for several threads, each of which prepares itself with {@link Torch#prepareThread}.
 */
public final class Decoder implements AutoCloseable {
    private record ProgramKey(LoraLayout layout, double dropout) {}

    private final Torch torch;
    private final DecoderSpec spec;
    private final Weights weights;
    private final LoraTensors none;
    private final Map<ProgramKey, TorchProgram> programs = new ConcurrentHashMap<>();

    /** Takes over {@code weights} and closes them with itself. */
    public Decoder(Torch torch, DecoderSpec spec, Weights weights) {
        this.torch = torch;
        this.spec = spec;
        this.weights = weights;
        this.none = LoraTensors.none(torch, spec.layers());
    }

    public DecoderSpec spec() {
        return spec;
    }

    public Torch torch() {
        return torch;
    }

    public Weights weights() {
        return weights;
    }

    private TorchProgram program(LoraTensors lora, double dropout) {
        return programs.computeIfAbsent(
                new ProgramKey(lora.layout(), dropout),
                key -> TorchProgram.compile(torch, DecoderSource.of(spec, key.layout(), key.dropout())));
    }

    /**
     * Negative log-likelihoods in nats. Frequencies that depend on the length of a text go by the longest row.
     *
     * @param batch token ids padded at the end, and which positions predict which targets
     * @param lora the adapter, or null for the base
     * @param dropout share of LoRA inputs dropped; 0 except in training
     * @param owner receives the result
     * @return {@code [N]}, one for each labelled position, with gradients if the thread records them
     */
    public PtNDArray loss(TokenBatch batch, @Nullable LoraTensors lora, double dropout, PtNDManager owner) {
        LoraTensors adapter = lora == null ? none : lora;
        RotaryTable rotary = new RotaryTable(spec.rotary(), 0, batch.width());
        return program(adapter, dropout)
                .call("loss", owner)
                .tensor(Torch.longs(owner, batch.ids(), batch.rows(), batch.width()))
                .tensor(Torch.floats(owner, rotary.cosines(), rotary.shape()))
                .tensor(Torch.floats(owner, rotary.sines(), rotary.shape()))
                .tensor(Torch.longs(owner, batch.labelled(), batch.labelled().length))
                .tensor(Torch.longs(owner, batch.targets(), batch.targets().length))
                .list(adapter.scales())
                .list(weights.tensors())
                .list(adapter.tensors())
                .run()
                .getFirst();
    }

    /** An empty key-value cache for one sequence of at most {@code capacity} tokens. */
    public KeyValueCache cache(int capacity) {
        return new KeyValueCache(torch.scope(), spec, capacity);
    }

    /**
     * Feeds tokens after those in the cache and gives the logits {@code [1, vocabulary]} after the last one. The thread
     * must not record gradients. Where a text grows beyond the length at which its frequencies change, it is computed
     * again from its first token.
     */
    public PtNDArray next(int[] ids, KeyValueCache cache, @Nullable LoraTensors lora, PtNDManager owner) {
        int limit = spec.rotary().switchLength();
        if (cache.length() > 0 && cache.length() <= limit && cache.length() + ids.length > limit) {
            int[] all = IntStream.concat(IntStream.of(cache.restart()), IntStream.of(ids))
                    .toArray();
            return continued(all, cache, lora, owner);
        }
        return continued(ids, cache, lora, owner);
    }

    private PtNDArray continued(int[] ids, KeyValueCache cache, @Nullable LoraTensors lora, PtNDManager owner) {
        LoraTensors adapter = lora == null ? none : lora;
        int start = cache.length();
        RotaryTable rotary = new RotaryTable(spec.rotary(), start, start + ids.length);
        long[] wide = IntStream.of(ids).asLongStream().toArray();
        PtNDArray logits = program(adapter, 0)
                .call("next", owner)
                .tensor(Torch.longs(owner, wide, 1, ids.length))
                .tensor(Torch.floats(owner, rotary.cosines(), rotary.shape()))
                .tensor(Torch.floats(owner, rotary.sines(), rotary.shape()))
                .tensor(Torch.longs(owner, new long[] {start}))
                .list(adapter.scales())
                .list(cache.keys())
                .list(cache.values())
                .list(weights.tensors())
                .list(adapter.tensors())
                .run()
                .getFirst();
        cache.advance(ids);
        return logits;
    }

    @Override
    public void close() {
        programs.values().forEach(TorchProgram::close);
        none.close();
        weights.close();
    }
}
