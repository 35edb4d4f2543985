package cultivar.runtime.memory;

import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.checkpoint.Linear;
import cultivar.runtime.memory.MemoryPlan.Part;
import cultivar.runtime.memory.MemoryPlan.Use;
import cultivar.runtime.quant.BaseType;
import java.util.ArrayList;
import java.util.List;

/**
 * Foresees what a LoRA run needs of memory. Rows go through the decoder some hundred tokens at a time on a processor, so
 * the size of a batch costs nothing there; the longest row does. On a card as many of a batch go at a time as fit into a
 * part of its memory.
 *
 * <p>A layer keeps, for each token, the inputs and outputs of its linear maps in oneDNN's layout beside their inputs, the
 * inputs of its norms, queries, keys, values and output of attention spread over all heads, and gate, upward projection
 * and activated gate of the MLP. Computing layers again keeps only each layer's input, and all of that for a single layer.
 */
public final class MemoryPlanner {
    /** Tokens of a part of a step on a processor, and the least on a card. */
    private static final int PART_TOKENS = 256;

    /** The most on a card, which is busy with far fewer. */
    private static final int MOST_TOKENS = 4096;

    /** The share of a card's memory that the activations of a part may take. */
    private static final double CARD_SHARE = 0.25;

    /** The virtual machine and the native library with nothing loaded, measured on Linux. */
    private static final long BARE = 360L << 20;

    /** What a card holds for a process before anything is loaded: the driver's context and PyTorch's kernels; measured. */
    private static final long BARE_CARD = 720L << 20;

    /** Copies of the logits around their gradient, with what oneDNN turns about for it; measured. */
    private static final int LOGIT_COPIES = 6;

    /** What the allocator holds beyond the tensors that are alive; measured. */
    private static final double SLACK = 1.2;

    /** Activations of a base in bfloat16 beside those in float32: half, but LoRA's inputs are float32 always. */
    private static final double HALVED = 0.58;

    private final DecoderSpec spec;
    private final long adapterParameters;
    private final int longestRow;
    private final long batchTokens;
    private final long card;

    /**
     * @param adapterParameters numbers that learn
     * @param longestRow tokens of the longest row, after it was cut
     * @param batchTokens tokens of a batch at most
     * @param card bytes of memory of the card that computes, or 0 for a processor
     */
    public MemoryPlanner(DecoderSpec spec, long adapterParameters, int longestRow, long batchTokens, long card) {
        this.spec = spec;
        this.adapterParameters = adapterParameters;
        this.longestRow = longestRow;
        this.batchTokens = batchTokens;
        this.card = card;
    }

    /**
     * Tokens that go through a decoder at a time in training; a longer row goes by itself. A processor likes few, which
     * its caches hold. A card takes nearly as long to start an operation on few tokens as to do it on many.
     *
     * @param again whether layers are computed again going back
     * @param card bytes of memory of the card that computes, or 0 for a processor
     */
    public static int partTokens(DecoderSpec spec, BaseType type, boolean again, long card) {
        double fitting = CARD_SHARE * card / (again ? againPerToken(spec, type) : spec.layers() * perToken(spec, type));
        return PART_TOKENS * (int) Math.clamp(fitting / PART_TOKENS, 1, MOST_TOKENS / PART_TOKENS);
    }

    /** Whether it is a card's memory that is foreseen. */
    public boolean onCard() {
        return card > 0;
    }

    /** Bytes of memory that it all has to fit into, the card's or the machine's; 0 where the system does not tell. */
    public long room() {
        return onCard() ? card : ProcessMemory.ofMachine();
    }

    /** Foresees a run with a base held in a type; a quantised base is always computed again. */
    public MemoryPlan plan(BaseType type, boolean recompute) {
        boolean again = recompute || type.quantised();
        return new MemoryPlan(List.of(
                new Part(Use.WEIGHTS, weights(type)),
                new Part(Use.ADAPTER, 16 * adapterParameters),
                new Part(Use.ACTIVATIONS, activations(type, again)),
                new Part(Use.LOGITS, logits(type, tokens(type, again))),
                new Part(Use.OVERHEAD, onCard() ? BARE_CARD : BARE)));
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

    private long tokens(BaseType type, boolean again) {
        long part = partTokens(spec, type, again, card);
        return Math.max(onCard() ? Math.min(part, batchTokens) : part, longestRow);
    }

    private long activations(BaseType type, boolean again) {
        long tokens = tokens(type, again);
        if (!again) {
            return Math.round(tokens * (spec.layers() * perToken(spec, type)));
        }
        // Quantised weights are widened for a layer at a time: the product's own copy, and what it is made from.
        long widened = type.quantised()
                ? 12L * spec.linears().stream().mapToLong(MemoryPlanner::size).sum()
                : 0;
        return Math.round(tokens * againPerToken(spec, type)) + widened;
    }

    /** Bytes that a layer keeps of a token. */
    private static double perToken(DecoderSpec spec, BaseType type) {
        long heads = (long) spec.heads() * spec.headSize();
        long keys = (long) spec.keyValueHeads() * spec.headSize();
        double share = SLACK * (type == BaseType.BFLOAT16 ? HALVED : 1);
        return share * 4 * (8L * spec.hidden() + 7 * heads + 2 * keys + 7L * spec.intermediate());
    }

    /** Bytes that all layers keep of a token where they are computed again. */
    private static double againPerToken(DecoderSpec spec, BaseType type) {
        return spec.layers() * 4.0 * spec.hidden() + perToken(spec, type);
    }

    private long logits(BaseType type, long tokens) {
        long rows = Math.clamp((32L << 20) / (4L * spec.vocabulary()), 16, tokens);
        long widened = type.quantised() ? 6L * spec.hidden() * Math.min(16_384, spec.vocabulary()) : 0;
        int copies = type == BaseType.BFLOAT16 ? LOGIT_COPIES / 2 : LOGIT_COPIES;
        return 4L * copies * rows * spec.vocabulary() + widened;
    }
}
