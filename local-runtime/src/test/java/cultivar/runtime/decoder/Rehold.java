package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.torch.Kernels;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;

/** The same base, held and computed in another way. */
final class Rehold {
    private Rehold() {}

    static Decoder as(Decoder exact, BaseType type, Kernels kernels) {
        Iterator<PtNDArray> values = exact.weights().tensors().iterator();
        Weights weights = Weights.load(
                exact.torch(),
                exact.spec(),
                (weight, floats) ->
                        floats.copyFrom(MemorySegment.ofArray(values.next().toFloatArray())),
                type,
                kernels);
        return new Decoder(exact.torch(), exact.spec(), weights);
    }
}
