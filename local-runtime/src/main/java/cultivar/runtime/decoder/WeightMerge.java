package cultivar.runtime.decoder;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds an adapter to a base's weights, {@code W + s B A}; with DoRA each row is then brought to its learnt length. Matrices
 * that it changes get memory of their own, and so do those that lie in one block with them; all else is the base's.
 */
final class WeightMerge {
    private static final String SOURCE = """
          def plain(self: __torch__.K, w: Tensor, a: Tensor, b: Tensor, scale: Tensor, to: Tensor) -> Tensor:
            return torch.addmm(w, torch.mul(b, scale), a, out=to)
          def lengthened(self: __torch__.K, w: Tensor, a: Tensor, b: Tensor, scale: Tensor, length: Tensor, norms: Tensor, to: Tensor) -> Tensor:
            _0 = torch.addmm(w, torch.mul(b, scale), a, out=to)
            return torch.mul_(to, torch.unsqueeze(torch.div(length, norms), 1))
          def copied(self: __torch__.K, w: Tensor, to: Tensor) -> Tensor:
            return torch.copy_(to, w)
        """;

    private final DecoderSpec spec;
    private final Weights base;
    private final LoraLayout changes;
    private final WeightLayout layout;
    /** For each matrix that is changed the number of its module. */
    private final Map<String, Integer> modules = new HashMap<>();
    /** The matrices that get memory of their own. */
    private final Set<String> own = new HashSet<>();

    WeightMerge(DecoderSpec spec, Weights base, LoraLayout changes) {
        this.spec = spec;
        this.base = base;
        this.changes = changes;
        this.layout = new WeightLayout(spec, base.type());
        for (int layer = 0; layer < spec.layers(); layer++) {
            List<String> ofLayer = changes.layers().get(layer);
            for (int i = 0; i < ofLayer.size(); i++) {
                modules.put(spec.modulePath(layer, ofLayer.get(i)) + ".weight", changes.before(layer) + i);
            }
        }
        own.addAll(modules.keySet());
        if (base.kernels().onCpu()) {
            for (int layer = 0; layer < spec.layers(); layer++) {
                String path = spec.layerPath(layer);
                for (List<DecoderSpec.Weight> block : layout.joint()) {
                    List<String> names =
                            block.stream().map(weight -> path + weight.name()).toList();
                    if (names.stream().anyMatch(modules::containsKey)) {
                        own.addAll(names);
                    }
                }
            }
        }
    }

    /** Bytes of the matrices that get memory of their own. */
    long bytes() {
        return spec.weights().stream()
                .filter(weight -> own.contains(weight.name()))
                .mapToLong(weight -> 4 * weight.elements())
                .sum();
    }

    /**
     * The merged weights; the base's stay open longer.
     *
     * @param lora of the layout that was given
     * @throws IllegalStateException if the base is not held in float32: the sum would be rounded, or cannot be made
     */
    Weights merged(Torch torch, LoraTensors lora) {
        if (base.type() != BaseType.FLOAT32) {
            throw new IllegalStateException("a base in " + base.type() + " cannot take an adapter in");
        }
        PtNDManager owner = torch.scope();
        try (TorchProgram program = TorchProgram.compile(torch, SOURCE)) {
            JointMatrices joint = base.kernels().onCpu() ? new JointMatrices(spec, layout, owner, own::contains) : null;
            List<PtNDArray> tensors = new ArrayList<>(base.tensors());
            List<PtNDArray> parts = new ArrayList<>(base.parts());
            int at = 0;
            for (DecoderSpec.Weight weight : spec.weights()) {
                if (own.contains(weight.name())) {
                    PtNDArray room = joint == null ? null : joint.matrix(weight);
                    PtNDArray to = room == null ? Torch.empty(owner, DataType.FLOAT32, Weights.shape(weight)) : room;
                    fill(torch, program, tensors.get(at), modules.get(weight.name()), lora, to);
                    tensors.set(at, to);
                    parts.set(at, to);
                }
                at += layout.form(weight).tensors();
            }
            if (joint != null) {
                parts = Weights.parted(spec, layout, joint, parts, owner, own::contains);
            }
            return new Weights(owner, base.type(), base.kernels(), tensors, parts, bytes());
        } catch (RuntimeException | Error e) {
            owner.close();
            throw e;
        }
    }

    private void fill(
            Torch torch,
            TorchProgram program,
            PtNDArray from,
            @Nullable Integer module,
            LoraTensors lora,
            PtNDArray to) {
        try (PtNDManager scope = torch.scope()) {
            if (module == null) {
                var _ = program.infer("copied", scope).tensor(from).tensor(to).run();
                return;
            }
            int tensor = changes.tensorsPerModule() * module;
            int given = changes.givenPerModule() * module;
            TorchProgram.Inference call = program.infer(changes.dora() ? "lengthened" : "plain", scope)
                    .tensor(from)
                    .tensor(lora.tensors().get(tensor))
                    .tensor(lora.tensors().get(tensor + 1))
                    .tensor(lora.given().get(given));
            if (changes.dora()) {
                call = call.tensor(lora.tensors().get(tensor + 2))
                        .tensor(lora.given().get(given + 1));
            }
            var _ = call.tensor(to).run();
        }
    }
}
