package cultivar.runtime.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.torch.TorchProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Adds the gradients of rows to an adapter's tensors, which must ask for gradients. The gradient at the last layer's
 * output is written out by the program, a few logits at a time; from there on the engine goes back either through
 * everything that it kept, or layer by layer through what it computes again.
 */
public final class Backpropagation {
    private final Decoder decoder;
    private final LoraTensors lora;
    private final double dropout;
    private final boolean recompute;

    /**
     * @param dropout share of LoRA inputs dropped
     * @param recompute whether to keep only each layer's input and compute the rest again going back, which takes a third
     *     more work and far less memory; quantised bases need it, or each layer's widened weights would be kept
     */
    public Backpropagation(Decoder decoder, LoraTensors lora, double dropout, boolean recompute) {
        this.decoder = decoder;
        this.lora = lora;
        this.dropout = dropout;
        this.recompute = recompute;
    }

    /**
     * Goes through rows and back.
     *
     * @param share what each label's loss counts for in the gradient
     * @param seed seeds dropout
     * @return the sum of the labels' losses in nats
     */
    public double run(PackedRows rows, float share, long seed) {
        try (Programs<?>.Use use = decoder.program(lora, dropout);
                PtNDManager scope = decoder.torch().scope()) {
            PackedTensors tensors =
                    PackedTensors.of(decoder.torch(), decoder.spec().rotary(), rows, scope);
            return recompute
                    ? byLayer(use.program(), tensors, rows, share, seed, scope)
                    : whole(use.program(), tensors, rows, share, seed, scope);
        }
    }

    private double whole(
            TorchProgram program, PackedTensors tensors, PackedRows rows, float share, long seed, PtNDManager scope) {
        Torch.prepareThread(true);
        Torch.seed(seed);
        PtNDArray hidden = decoder.hidden(tensors, lora, dropout, scope);
        Head head = head(program, hidden, rows.targets(), share, scope);
        decoder.torch().backward(hidden, head.gradient());
        return head.loss();
    }

    private double byLayer(
            TorchProgram program, PackedTensors tensors, PackedRows rows, float share, long seed, PtNDManager scope) {
        Torch.prepareThread(false);
        List<PtNDArray> inputs = new ArrayList<>();
        PtNDArray x = program.call("embed", scope)
                .tensor(tensors.ids())
                .list(decoder.weights().tensors())
                .run()
                .getFirst();
        Layers layers = new Layers(decoder, lora, program);
        for (int layer = 0; layer < layers.count(); layer++) {
            inputs.add(x);
            Torch.seed(seed + layer);
            x = layers.run(layer, x, tensors, scope);
        }
        Torch.prepareThread(true);
        x.setRequiresGradient(true);
        PtNDArray hidden = program.call("finish", scope)
                .tensor(x)
                .tensor(tensors.places())
                .list(decoder.weights().tensors())
                .run()
                .getFirst();
        Head head = head(program, hidden, rows.targets(), share, scope);
        decoder.torch().backward(hidden, head.gradient());
        PtNDArray gradient = x.getGradient();
        x.close();
        int lowest = layers.lowest();
        for (int layer = layers.count() - 1; layer >= lowest; layer--) {
            try (PtNDManager piece = decoder.torch().scope()) {
                PtNDArray input = inputs.get(layer);
                input.setRequiresGradient(layer > lowest);
                Torch.seed(seed + layer);
                PtNDArray output = layers.run(layer, input, tensors, piece);
                decoder.torch().backward(output, gradient);
                gradient.close();
                if (layer > lowest) {
                    gradient = input.getGradient();
                    gradient.attach(scope);
                }
                input.close();
            }
        }
        return head.loss();
    }

    private record Head(double loss, PtNDArray gradient) {}

    /** The losses at the top and their gradient {@code [M,hidden]}, in chunks of logits. */
    private Head head(TorchProgram program, PtNDArray hidden, int[] targets, float share, PtNDManager scope) {
        List<PtNDArray> gradients = new ArrayList<>();
        double sum = 0;
        int chunk = decoder.chunk();
        for (int from = 0; from < targets.length; from += chunk) {
            int to = Math.min(targets.length, from + chunk);
            float[] shares = new float[to - from];
            Arrays.fill(shares, share);
            List<PtNDArray> result = program.call("gradient", scope)
                    .tensor(Decoder.slice(hidden, from, to, scope))
                    .tensor(PackedTensors.longs(scope, Arrays.copyOfRange(targets, from, to)))
                    .tensor(Torch.floats(scope, shares, shares.length, 1))
                    .list(decoder.weights().tensors())
                    .run();
            for (float loss : decoder.torch().read(result.get(0))) {
                sum += loss;
            }
            gradients.add(result.get(1));
        }
        return new Head(sum, gradients.size() == 1 ? gradients.getFirst() : joined(program, gradients, scope));
    }

    private static PtNDArray joined(TorchProgram program, List<PtNDArray> parts, PtNDManager scope) {
        return program.call("joined", scope)
                .list(TorchProgram.listed("G", parts))
                .run()
                .getFirst();
    }
}
