package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.torch.TensorList;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * LoRA tensors as the program takes them: for each module of the layout in turn, {@code A [rank,in]} and {@code B
 * [out,rank]}, with the module's scale as a tensor of its own. Ranks and scales may differ from module to module. With
 * DoRA there are also the learnt magnitudes {@code [out]}, and beside the scale the norms {@code [out]} of the rows of
 * {@code W + s B A}, which {@link Decoder#measure} keeps up to date.
 */
public final class LoraTensors implements AutoCloseable {
    static final String LIST = "L";
    static final String GIVEN = "S";

    /** Methods that {@link #sum} calls. */
    static final String JOIN = """
          def scaled(self: __torch__.K, a: Tensor, scale: Tensor, strength: Tensor) -> Tensor:
            return torch.mul(a, torch.mul(scale, strength))
          def joined(self: __torch__.K, parts: List[Tensor], dimension: int) -> Tensor:
            return torch.cat(parts, dimension)
        """;

    private final PtNDManager owner;
    private final LoraLayout layout;
    private final List<PtNDArray> tensors;
    private final List<PtNDArray> given;
    private final List<Double> scales;
    private final TensorList listed;
    private final TensorList listedGiven;
    private final int rank;
    private volatile @Nullable Weights merged;
    private volatile @Nullable LoraLayout widened;

    /**
     * @param layout the modules that carry LoRA
     * @param tensors A and B by module, and its magnitudes with DoRA; they are attached to {@code owner}, which closes with
     *     this
     * @param scales the factor on {@code B A x} for each module
     */
    public LoraTensors(PtNDManager owner, LoraLayout layout, List<PtNDArray> tensors, List<Double> scales) {
        int modules = layout.modules();
        int each = layout.tensorsPerModule();
        if (scales.size() != Math.max(1, modules) || tensors.size() != Math.max(1, each * modules)) {
            throw new IllegalArgumentException(
                    modules + " modules, " + tensors.size() + " tensors and " + scales.size() + " scales");
        }
        this.owner = owner;
        this.layout = layout;
        this.scales = List.copyOf(scales);
        this.tensors = TorchProgram.listed(LIST, tensors);
        List<PtNDArray> all = new ArrayList<>();
        // One tensor for all modules of a scale: an adapter of a small base has more of tensors than of values in them.
        Map<Double, PtNDArray> byScale = new HashMap<>();
        for (int i = 0; i < scales.size(); i++) {
            all.add(byScale.computeIfAbsent(
                    scales.get(i), scale -> Torch.floats(owner, new float[] {scale.floatValue()})));
            if (layout.dora()) {
                all.add(Torch.zeros(owner, tensors.get(each * i + 2).size()));
            }
        }
        this.given = TorchProgram.listed(GIVEN, all);
        this.listed = new TensorList(owner, tensors);
        this.listedGiven = new TensorList(owner, all);
        this.rank = modules == 0
                ? 0
                : Math.toIntExact(ofInput().stream()
                        .mapToLong(a -> a.getShape().get(0))
                        .max()
                        .orElse(0));
    }

    /** No LoRA at all: the base model. The program wants lists, so it gets some of a single unused tensor. */
    static LoraTensors none(Torch torch, int layers) {
        PtNDManager owner = torch.scope();
        LoraLayout layout = LoraLayout.uniform(layers, List.of());
        return new LoraTensors(owner, layout, List.of(Torch.zeros(owner, 1)), List.of(0.0));
    }

    /**
     * The weighted sum of some adapters' changes as one adapter, in memory of its own.
     *
     * @param parts without DoRA
     * @param strengths what each part's change is multiplied by
     */
    public static LoraTensors sum(Decoder decoder, List<LoraTensors> parts, List<Double> strengths) {
        return decoder.torch().owning(owner -> sum(decoder, parts, strengths, owner));
    }

    private static LoraTensors sum(
            Decoder decoder, List<LoraTensors> parts, List<Double> strengths, PtNDManager owner) {
        LoraLayout layout = LoraLayout.union(
                decoder.spec(), parts.stream().map(LoraTensors::layout).toList());
        List<PtNDArray> tensors = new ArrayList<>();
        TorchProgram program = decoder.sums();
        for (int layer = 0; layer < layout.layers().size(); layer++) {
            for (String module : layout.layers().get(layer)) {
                try (PtNDManager scope = decoder.torch().scope()) {
                    List<PtNDArray> a = new ArrayList<>();
                    List<PtNDArray> b = new ArrayList<>();
                    for (int i = 0; i < parts.size(); i++) {
                        LoraTensors part = parts.get(i);
                        int place = part.layout.layers().get(layer).indexOf(module);
                        if (place >= 0) {
                            int at = part.layout.before(layer) + place;
                            a.add(scaled(program, part, at, strengths.get(i), scope));
                            b.add(part.tensors.get(2 * at + 1));
                        }
                    }
                    tensors.add(joined(program, new TensorList(scope, a), 0, owner));
                    tensors.add(joined(program, new TensorList(scope, b), 1, owner));
                }
            }
        }
        return new LoraTensors(owner, layout, tensors, Collections.nCopies(Math.max(1, layout.modules()), 1.0));
    }

    private static PtNDArray scaled(
            TorchProgram program, LoraTensors part, int module, double strength, PtNDManager scope) {
        return program.infer("scaled", scope)
                .tensor(part.tensors.get(2 * module))
                .tensor(part.given.get(module))
                .tensor(Torch.floats(scope, new float[] {(float) strength}))
                .run();
    }

    private static PtNDArray joined(TorchProgram program, TensorList parts, int dimension, PtNDManager owner) {
        return program.infer("joined", owner).list(parts).number(dimension).run();
    }

    /**
     * The same change times a strength. It shares the memory of this one, which stays open longer.
     *
     * @throws IllegalStateException with DoRA, whose lengths of rows cannot be scaled
     */
    public LoraTensors times(Torch torch, double strength) {
        if (layout.dora()) {
            throw new IllegalStateException("DoRA has one strength");
        }
        return torch.owning(owner -> new LoraTensors(
                owner,
                layout,
                tensors,
                scales.stream().map(scale -> scale * strength).toList()));
    }

    /**
     * The base's weights with this change in them, which compute as fast as the base; null where they have not been made. What
     * has all of a step's rows, or a prompt, is computed with them.
     */
    @Nullable
    Weights merged() {
        return merged;
    }

    /** Whether there are such weights. */
    public boolean isMerged() {
        return merged != null;
    }

    /** Takes over weights of {@link Decoder#merged}, also while somebody computes; there are none yet. */
    public void merge(Weights weights) {
        merged = weights;
    }

    /** Frees them; nobody computes with them. */
    public void unmerge() {
        Weights weights = merged;
        merged = null;
        if (weights != null) {
            weights.close();
        }
    }

    /** The highest rank of a module. */
    int rank() {
        return rank;
    }

    public LoraLayout layout() {
        return layout;
    }

    /** {@link LoraLayout#widened} of its layout; a batch asks in every step. */
    LoraLayout widened(DecoderSpec spec) {
        LoraLayout known = widened;
        if (known == null) {
            known = layout.widened(spec);
            widened = known;
        }
        return known;
    }

    public List<PtNDArray> tensors() {
        return tensors;
    }

    /** The tensors that read a module's input: every A. */
    public List<PtNDArray> ofInput() {
        return those(i -> i % layout.tensorsPerModule() == 0);
    }

    /** The tensors that make a module's output: every B, and the magnitudes of DoRA. */
    public List<PtNDArray> ofOutput() {
        return those(i -> i % layout.tensorsPerModule() != 0);
    }

    private List<PtNDArray> those(IntPredicate wanted) {
        return IntStream.range(0, tensors.size())
                .filter(wanted)
                .mapToObj(tensors::get)
                .toList();
    }

    /** The scale of each module, and with DoRA the norms of its rows. */
    List<PtNDArray> given() {
        return given;
    }

    /** {@link #tensors} for calls without gradients. */
    TensorList listed() {
        return listed;
    }

    /** {@link #given} for calls without gradients. */
    TensorList listedGiven() {
        return listedGiven;
    }

    /** Gives the magnitudes of DoRA the norms that the rows have now. */
    public void startFromNorms() {
        for (int module = 0; layout.dora() && module < layout.modules(); module++) {
            tensors.get(3 * module + 2).muli(0f).addi(given.get(2 * module + 1));
        }
    }

    @Override
    public void close() {
        unmerge();
        owner.close();
    }
}
