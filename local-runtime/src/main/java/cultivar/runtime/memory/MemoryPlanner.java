package cultivar.runtime.memory;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.memory.MemoryPlan.Part;
import cultivar.runtime.memory.MemoryPlan.Use;
import cultivar.runtime.quant.BaseType;
import java.util.ArrayList;
import java.util.List;

/**
 * Foresees what a LoRA run needs of memory on a processor. Rows go through the decoder some hundred tokens at a time, so
 * the size of a batch costs nothing; the longest row does.
 *
 * <p>A layer keeps, for each token, the inputs and outputs of its linear maps in oneDNN's layout beside their inputs, the
 * inputs of its norms, queries, keys, values and output of attention spread over all heads, and gate, upward projection
 * and activated gate of the MLP. Computing layers again keeps only each layer's input, and all of that for a single layer.
 */
public final class MemoryPlanner {
    /** Tokens of a part of a step. */
    public static final int PART_TOKENS = 256;

    /** The virtual machine and the native library with nothing loaded, measured on Linux. */
    private static final long BARE = 360L << 20;

    /** Copies of the logits around their gradient, with what oneDNN turns about for it; measured. */
    private static final int LOGIT_COPIES = 6;

    /** What the allocator holds beyond the tensors that are alive; measured. */
    private static final double SLACK = 1.2;

    /** Activations of a base in bfloat16 beside those in float32: half, but LoRA's inputs are float32 always. */
    private static final double HALVED = 0.58;

    private final DecoderSpec spec;
    private final long adapterParameters;
    private final int longestRow;

    /**
     * @param adapterParameters numbers that learn
     * @param longestRow tokens of the longest row, after it was cut
     */
    public MemoryPlanner(DecoderSpec spec, long adapterParameters, int longestRow) {
        this.spec = spec;
        this.adapterParameters = adapterParameters;
        this.longestRow = longestRow;
    }

    /** Foresees a run with a base held in a type; a quantised base is always computed again. */
    public MemoryPlan plan(BaseType type, boolean recompute) {
        boolean again = recompute || type.quantised();
        return new MemoryPlan(List.of(
                new Part(Use.WEIGHTS, weights(type)),
                new Part(Use.ADAPTER, 16 * adapterParameters),
                new Part(Use.ACTIVATIONS, activations(type, again)),
                new Part(Use.LOGITS, logits(type)),
                new Part(Use.OVERHEAD, BARE)));
    }

    /** Other ways to run that need less, the gentlest first. */
    public List<Way> ways(BaseType type, boolean recompute) {
        List<Way> ways = new ArrayList<>();
        long now = plan(type, recompute).bytes();
        for (BaseType other : List.of(type, BaseType.INT8, BaseType.NF4)) {
            MemoryPlan plan = plan(other, true);
            if (plan.bytes() < now && ways.stream().noneMatch(way -> way.type() == other)) {
                ways.add(new Way(other, true, plan));
            }
        }
        return ways;
    }

    /** A way to run and what it needs. */
    public record Way(BaseType type, boolean recompute, MemoryPlan plan) {}

    private static long size(Linear map) {
        return (long) map.inputs() * map.outputs();
    }

    private long weights(BaseType type) {
        long linear = spec.linears().stream().mapToLong(MemoryPlanner::size).sum() * spec.layers();
        long rest = spec.parameters() - linear;
        double perRest = type == BaseType.NF4 ? 1 : type.bytes();
        return Math.round(linear * type.bytes() + rest * perRest);
    }

    private long activations(BaseType type, boolean again) {
        long tokens = Math.max(PART_TOKENS, longestRow);
        long hidden = spec.hidden();
        long heads = (long) spec.heads() * spec.headSize();
        long keys = (long) spec.keyValueHeads() * spec.headSize();
        double share = SLACK * (type == BaseType.BFLOAT16 ? HALVED : 1);
        double layer = share * 4 * tokens * (8 * hidden + 7 * heads + 2 * keys + 7L * spec.intermediate());
        if (!again) {
            return Math.round(spec.layers() * layer);
        }
        // Quantised weights are widened for a layer at a time: the product's own copy, and what it is made from.
        long widened = type.quantised()
                ? 12L * spec.linears().stream().mapToLong(MemoryPlanner::size).sum()
                : 0;
        return Math.round(spec.layers() * 4.0 * tokens * hidden + layer) + widened;
    }

    private long logits(BaseType type) {
        long rows = Math.clamp((32L << 20) / (4L * spec.vocabulary()), 16, Math.max(PART_TOKENS, longestRow));
        long widened = type.quantised() ? 6L * spec.hidden() * Math.min(16_384, spec.vocabulary()) : 0;
        int copies = type == BaseType.BFLOAT16 ? LOGIT_COPIES / 2 : LOGIT_COPIES;
        return 4L * copies * rows * spec.vocabulary() + widened;
    }
}
