package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.List;

/** Runs the layers of a decoder one at a time, each with its own part of the weights and of the adapter. */
final class Layers {
    private record Part(String method, List<PtNDArray> weights, List<PtNDArray> lora, List<PtNDArray> given) {}

    private final TorchProgram program;
    private final LoraLayout layout;
    private final List<Part> parts = new ArrayList<>();

    Layers(Decoder decoder, LoraTensors lora, TorchProgram program) {
        this.program = program;
        this.layout = lora.layout();
        List<String> methods = DecoderSource.layerMethods(decoder.spec(), layout);
        WeightLayout weights =
                new WeightLayout(decoder.spec(), decoder.weights().type());
        LoraTensors none = decoder.orNone(null);
        int each = layout.tensorsPerModule();
        int given = layout.givenPerModule();
        for (int layer = 0; layer < methods.size(); layer++) {
            int module = layout.before(layer);
            int end = layout.before(layer + 1);
            boolean empty = module == end;
            parts.add(new Part(
                    methods.get(layer),
                    decoder.weights().tensors().subList(weights.firstOf(layer), weights.firstOf(layer + 1)),
                    empty ? none.tensors() : lora.tensors().subList(each * module, each * end),
                    empty ? none.given() : lora.given().subList(given * module, given * end)));
        }
    }

    int count() {
        return parts.size();
    }

    /** The lowest layer that carries LoRA; below it nothing is learnt. */
    int lowest() {
        int layer = 0;
        while (layer < count() - 1 && layout.before(layer + 1) == 0) {
            layer++;
        }
        return layer;
    }

    /** Measures anew the norms of the rows that DoRA brings to a length. */
    void measure(PtNDManager owner) {
        for (int layer = 0; layer < count(); layer++) {
            Part part = parts.get(layer);
            if (layout.before(layer) < layout.before(layer + 1)) {
                program.call(DecoderSource.measure(part.method()), owner)
                        .tensor(Torch.zeros(owner, 1))
                        .list(part.weights())
                        .list(part.lora())
                        .list(part.given())
                        .run();
            }
        }
    }

    /** The output {@code [N,hidden]} of a layer for an input of the same shape. */
    PtNDArray run(int layer, PtNDArray x, PackedTensors rows, PtNDManager owner) {
        Part part = parts.get(layer);
        return program.call(part.method(), owner)
                .tensor(x)
                .tensor(rows.cosines())
                .tensor(rows.sines())
                .tensor(rows.lengths())
                .list(part.weights())
                .list(part.lora())
                .list(part.given())
                .run()
                .getFirst();
    }
}
