package cultivar.runtime.decoder;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.torch.Torch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Room for the matrices of {@link WeightLayout#joint}, each group's rows end to end: a single token then takes a group
 * in one product, and everything else each matrix by itself, of the same memory.
 */
final class JointMatrices {
    private final Map<String, PtNDArray> matrices = new HashMap<>();
    private final Map<String, PtNDArray> groups = new HashMap<>();

    /** @param those of which matrices, by their names; of a group all or none */
    JointMatrices(DecoderSpec spec, WeightLayout layout, PtNDManager owner, Predicate<String> those) {
        for (int layer = 0; layer < spec.layers(); layer++) {
            for (List<DecoderSpec.Weight> group : layout.joint()) {
                if (those.test(spec.layerPath(layer) + group.getFirst().name())) {
                    add(spec.layerPath(layer), group, owner);
                }
            }
        }
    }

    private void add(String path, List<DecoderSpec.Weight> group, PtNDManager owner) {
        long columns = group.getFirst().shape().getLast();
        long rows = group.stream().mapToLong(JointMatrices::rows).sum();
        PtNDArray block = Torch.empty(owner, DataType.FLOAT32, rows, columns);
        long from = 0;
        for (DecoderSpec.Weight weight : group) {
            long to = from + rows(weight);
            PtNDArray matrix = (PtNDArray) block.get(new NDIndex().addSliceDim(from, to));
            matrix.attach(owner);
            matrices.put(path + weight.name(), matrix);
            from = to;
        }
        PtNDArray parts = (PtNDArray) block.reshape(MatrixSource.PARTS, -1, columns);
        parts.attach(owner);
        groups.put(path + group.getFirst().name(), parts);
    }

    private static long rows(DecoderSpec.Weight weight) {
        return weight.shape().getFirst();
    }

    /** The room of a weight, or null if it lies by itself. */
    @Nullable
    PtNDArray matrix(DecoderSpec.Weight weight) {
        return matrices.get(weight.name());
    }

    /** The group whose first matrix a weight is, in {@link MatrixSource#PARTS} parts, or null. */
    @Nullable
    PtNDArray group(DecoderSpec.Weight weight) {
        return groups.get(weight.name());
    }
}
