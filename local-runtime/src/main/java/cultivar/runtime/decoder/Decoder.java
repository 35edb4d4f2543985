package cultivar.runtime.decoder;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.torch.TensorList;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A decoder that is ready to compute: its weights, and compiled programs for the LoRA layouts in use. Safe for several
 * threads, each of which prepares itself with {@link Torch#prepareThread}.
 */
public final class Decoder implements AutoCloseable {
    /** Bytes of logits that are made at a time. */
    private static final long LOGIT_BYTES = 32 << 20;

    private record ProgramKey(LoraLayout layout, double dropout) {}

    private final Torch torch;
    private final DecoderSpec spec;
    private final Weights weights;
    private final LoraTensors none;
    private final Programs<ProgramKey> programs;
    private @Nullable TorchProgram sums;

    /** Takes over {@code weights} and closes them with itself. */
    public Decoder(Torch torch, DecoderSpec spec, Weights weights) {
        this.torch = torch;
        this.spec = spec;
        this.weights = weights;
        this.none = LoraTensors.none(torch, spec.layers());
        this.programs = new Programs<>(
                torch, key -> DecoderSource.of(spec, weights.type(), weights.kernels(), key.layout(), key.dropout()));
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

    /** Bytes of weights that each new token reads: all but an embedding that is not the output matrix too. */
    public long bytesPerToken() {
        long rows = (long) spec.vocabulary() * spec.hidden();
        long embedding = weights.type().quantised()
                ? rows
                : Math.round(rows * weights.type().bytes());
        return spec.tiedEmbeddings() ? weights.bytes() : weights.bytes() - embedding;
    }

    /** The program that computes with an adapter, for one who closes what is given when it is done. */
    Programs<?>.Use program(LoraTensors lora, double dropout) {
        return programs.use(new ProgramKey(lora.layout(), dropout));
    }

    /** How many programs are compiled. */
    int programs() {
        return programs.size();
    }

    /** What {@link LoraTensors#sum} computes with, compiled once. */
    synchronized TorchProgram sums() {
        TorchProgram known = sums;
        if (known == null) {
            known = TorchProgram.compile(torch, LoraTensors.JOIN);
            sums = known;
        }
        return known;
    }

    /**
     * The base's weights with an adapter's change in them. The thread records no gradients afterwards.
     *
     * @throws IllegalStateException if the base is not held in float32: the sum would be rounded, or cannot be made
     */
    public Weights merged(LoraTensors lora) {
        Torch.prepareThread(false);
        return new WeightMerge(spec, weights, lora.layout()).merged(torch, lora);
    }

    /** Bytes that such weights take beside the base's. */
    public long mergedBytes(LoraLayout changes) {
        return new WeightMerge(spec, weights, changes).bytes();
    }

    LoraTensors orNone(@Nullable LoraTensors lora) {
        return lora == null ? none : lora;
    }

    /**
     * Measures the norms by which DoRA divides; to be done after each change of an adapter of that kind, and does nothing
     * for others. The thread records no gradients afterwards.
     */
    public void measure(LoraTensors lora) {
        if (lora.layout().dora()) {
            Torch.prepareThread(false);
            try (PtNDManager scope = torch.scope();
                    Programs<?>.Use use = program(lora, 0)) {
                new Layers(this, lora, use.program()).measure(scope);
            }
        }
    }

    /**
     * The last norm's output {@code [M,hidden]} at the labelled places. Frequencies that depend on the length of a text go
     * by each row's own.
     *
     * @param dropout share of LoRA inputs dropped; 0 except in training
     */
    PtNDArray hidden(PackedTensors rows, LoraTensors lora, double dropout, PtNDManager owner) {
        try (Programs<?>.Use use = program(lora, dropout)) {
            return use.program()
                    .call("hidden", owner)
                    .tensor(rows.ids())
                    .tensor(rows.cosines())
                    .tensor(rows.sines())
                    .tensor(rows.lengths())
                    .tensor(rows.places())
                    .list(lora.given())
                    .list(weights.tensors())
                    .list(lora.tensors())
                    .run()
                    .getFirst();
        }
    }

    /**
     * Negative log-likelihoods of all targets in nats, {@code [M]}, in one piece so that gradients can go back through
     * them into the base itself.
     */
    public PtNDArray losses(PackedRows rows, PtNDManager owner) {
        PackedTensors tensors = PackedTensors.of(torch, spec.rotary(), rows, owner);
        PtNDArray hidden = hidden(tensors, none, 0, owner);
        return losses("base_losses", hidden, PackedTensors.longs(owner, rows.targets()), owner);
    }

    private PtNDArray losses(String method, PtNDArray hidden, PtNDArray targets, PtNDManager owner) {
        try (Programs<?>.Use use = program(none, 0)) {
            return use.program()
                    .call(method, owner)
                    .tensor(hidden)
                    .tensor(targets)
                    .list(weights.tensors())
                    .run()
                    .getFirst();
        }
    }

    /**
     * Negative log-likelihoods of all targets in nats. The thread must not record gradients.
     *
     * @param lora the adapter, or null for the base
     */
    public float[] score(PackedRows rows, @Nullable LoraTensors lora) {
        return atTargets(rows, lora, 1, (hidden, targets, owner) -> losses("losses", hidden, targets, owner));
    }

    /**
     * How likely the tokens of a text are from its second one on, each after those before it. The thread must not record
     * gradients.
     *
     * @param top so many of the likeliest tokens are told for each place
     * @return for each place the log-probability of the text's own token, then those of the likeliest in falling order, then
     *     the ids of these, one place after the other
     */
    public float[] likely(int[] text, int top, @Nullable LoraTensors lora) {
        PackedRows rows = PackedRows.of(List.of(new PackedRows.Row(text, 1)));
        return atTargets(rows, lora, 1 + 2 * top, (hidden, targets, owner) -> likely(hidden, targets, top, owner));
    }

    private PtNDArray likely(PtNDArray hidden, PtNDArray targets, int top, PtNDManager owner) {
        try (Programs<?>.Use use = program(none, 0)) {
            return use.program()
                    .infer("likely", owner)
                    .tensor(hidden)
                    .tensor(targets)
                    .number(top)
                    .list(weights.listed())
                    .run();
        }
    }

    /** What is computed of the last norm's output and of the targets. */
    private interface AtTargets {
        PtNDArray of(PtNDArray hidden, PtNDArray targets, PtNDManager owner);
    }

    /** @param width numbers for each target */
    private float[] atTargets(PackedRows rows, @Nullable LoraTensors lora, int width, AtTargets what) {
        float[] all = new float[rows.labels() * width];
        if (all.length == 0) {
            return all;
        }
        try (PtNDManager scope = torch.scope()) {
            PackedTensors tensors = PackedTensors.of(torch, spec.rotary(), rows, scope);
            PtNDArray hidden = hidden(tensors, orNone(lora), 0, scope);
            int chunk = chunk();
            for (int from = 0; from < rows.labels(); from += chunk) {
                int to = Math.min(rows.labels(), from + chunk);
                try (PtNDManager piece = torch.scope()) {
                    PtNDArray part = slice(hidden, from, to, piece);
                    PtNDArray targets = PackedTensors.longs(piece, Arrays.copyOfRange(rows.targets(), from, to));
                    float[] values = torch.read(what.of(part, targets, piece));
                    System.arraycopy(values, 0, all, from * width, values.length);
                }
            }
        }
        return all;
    }

    /** So many rows of logits are made at a time. */
    int chunk() {
        return Math.toIntExact(Math.clamp(LOGIT_BYTES / (4L * spec.vocabulary()), 16, 4096));
    }

    static PtNDArray slice(PtNDArray tensor, int from, int to, PtNDManager owner) {
        PtNDArray part = (PtNDArray) tensor.get(new NDIndex("{}:{}", from, to));
        part.attach(owner);
        return part;
    }

    /** An empty key-value cache for one sequence of at most {@code capacity} tokens. */
    public KeyValueCache cache(int capacity) {
        return torch.owning(owner -> new KeyValueCache(owner, emptyCache(capacity, owner), capacity));
    }

    /** A tensor for each layer of a cache of one sequence. */
    List<PtNDArray> emptyCache(int capacity, PtNDManager owner) {
        List<PtNDArray> layers = new ArrayList<>();
        PtNDArray like = Torch.zeros(owner, 1);
        PtNDArray size = Torch.longs(torch.host(owner), new long[] {capacity});
        try (Programs<?>.Use use = program(none, 0)) {
            for (int layer = 0; layer < spec.layers(); layer++) {
                layers.add(use.program()
                        .call("cache", owner)
                        .tensor(like)
                        .tensor(size)
                        .run()
                        .getFirst());
            }
        }
        return layers;
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
        boolean single = ids.length == 1;
        int start = cache.length();
        PtNDArray logits = single
                ? single(ids, start, cache.layers(), lora, owner)
                : run("next", ids, start, cache.layers(), lora, owner);
        cache.advance(ids);
        return logits;
    }

    /** Logits after a single token at a position, whose keys and values are written into caches. */
    PtNDArray single(int[] id, int start, TensorList caches, @Nullable LoraTensors lora, PtNDManager owner) {
        return run("next_single", id, start, caches, lora, owner);
    }

    private PtNDArray run(
            String method, int[] ids, int start, TensorList caches, @Nullable LoraTensors lora, PtNDManager owner) {
        Weights merged = orNone(lora).merged();
        LoraTensors adapter = merged == null ? orNone(lora) : none;
        Weights used = merged == null ? weights : merged;
        TensorList matrices = ids.length == 1 ? used.forSingle() : used.listed();
        try (Programs<?>.Use use = program(adapter, 0)) {
            return run(
                    use.program(),
                    method,
                    ids,
                    start,
                    caches,
                    adapter.listedGiven(),
                    matrices,
                    adapter.listed(),
                    owner);
        }
    }

    /** The same by any program's method that takes tokens of one sequence, and lists of an adapter as it wants them. */
    PtNDArray run(
            TorchProgram program,
            String method,
            int[] ids,
            int start,
            TensorList caches,
            TensorList given,
            TensorList matrices,
            TensorList tensors,
            PtNDManager owner) {
        RotaryTable rotary = RotaryTable.span(spec.rotary(), start, start + ids.length);
        return program.infer(method, owner)
                .tensor(PackedTensors.longs(owner, ids))
                .tensor(Torch.floats(owner, rotary.cosines(), rotary.shape()))
                .tensor(Torch.floats(owner, rotary.sines(), rotary.shape()))
                .number(start)
                .list(given)
                .list(caches)
                .list(matrices)
                .list(tensors)
                .run();
    }

    @Override
    public synchronized void close() {
        if (sums != null) {
            sums.close();
        }
        programs.close();
        none.close();
        weights.close();
    }
}
