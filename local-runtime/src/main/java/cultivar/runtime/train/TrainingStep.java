package cultivar.runtime.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.decoder.TokenBatch;
import cultivar.runtime.safetensors.SafetensorsException;
import cultivar.runtime.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inner part of training: loss, gradients and update of a set of tensors, be they an adapter's or a whole base's.
 * Belongs to one thread.
 */
public final class TrainingStep implements AutoCloseable {
    private final Decoder decoder;
    private final @Nullable LoraTensors lora;
    private final double dropout;
    private final AdamW adamW;
    private final OptimizerProgram optimizer;
    private final PtNDManager owner;
    private final List<PtNDArray> parameters;
    private AdamWState state;
    private List<PtNDArray> gradients = List.of();

    /** Trains the tensors of an adapter. */
    public static TrainingStep ofAdapter(Decoder decoder, LoraTensors lora, double dropout, double weightDecay) {
        return new TrainingStep(decoder, lora, dropout, AdamW.withWeightDecay(weightDecay), lora.tensors());
    }

    /** Trains every weight of a base. */
    public static TrainingStep ofBase(Decoder decoder, double beta2, double weightDecay) {
        AdamW adamW = new AdamW(0.9, beta2, 1e-8, weightDecay);
        return new TrainingStep(decoder, null, 0, adamW, decoder.weights().tensors());
    }

    private TrainingStep(
            Decoder decoder, @Nullable LoraTensors lora, double dropout, AdamW adamW, List<PtNDArray> parameters) {
        this.decoder = decoder;
        this.lora = lora;
        this.dropout = dropout;
        this.adamW = adamW;
        this.parameters = parameters;
        this.owner = decoder.torch().scope();
        this.optimizer = new OptimizerProgram(decoder.torch());
        this.state = AdamWState.zero(owner, parameters);
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    }

    /** What a step measured. */
    public record Outcome(double loss, double gradNorm, int tokens) {}

    /**
     * Makes one step over several batches, whose loss and gradient are means over all their labelled tokens together.
     *
     * @param clip the largest global gradient norm, or 0 for no limit
     * @param seed seeds dropout
     */
    public Outcome run(List<List<Example>> batches, double learningRate, double clip, long seed) {
        int labels =
                batches.stream().flatMap(List::stream).mapToInt(Example::labels).sum();
        if (labels == 0) {
            throw new TrainingException("A step holds no token to learn from: its rows were cut before their answers."
                    + " Raise the maximum length.");
        }
        double loss = 0;
        int tokens = 0;
        Torch.prepareThread(true);
        Torch.seed(seed);
        for (List<Example> rows : batches) {
            TokenBatch batch = tokenBatch(rows);
            tokens += rows.stream().mapToInt(row -> row.ids().length).sum();
            if (batch.labels() > 0) {
                loss += backward(batch, labels);
            }
        }
        loss /= labels;
        if (!Double.isFinite(loss)) {
            throw new TrainingException("The loss is no longer a number: the learning rate is too high for this data."
                    + " Lower it, or lengthen the warm-up.");
        }
        Torch.prepareThread(false);
        if (gradients.isEmpty()) {
            // Later passes add into the same tensors, so their handles are asked for once.
            gradients = parameters.stream().map(PtNDArray::getGradient).toList();
        }
        try (PtNDManager scope = decoder.torch().scope()) {
            double norm = optimizer.step(scope, adamW, learningRate, clip, parameters, gradients, state);
            return new Outcome(loss, norm, tokens);
        }
    }

    private double backward(TokenBatch batch, int labels) {
        try (PtNDManager scope = decoder.torch().scope()) {
            PtNDArray losses = decoder.loss(batch, lora, dropout, scope);
            float[] share = new float[batch.labels()];
            Arrays.fill(share, 1f / labels);
            JniUtils.backward(losses, Torch.floats(scope, share, share.length), false, false);
            double sum = 0;
            for (float value : losses.toFloatArray()) {
                sum += value;
            }
            return sum;
        }
    }

    /** Mean loss over labelled tokens, without learning anything. */
    public double evaluate(List<Example> rows, int batch) {
        Torch.prepareThread(false);
        double sum = 0;
        int labels = 0;
        for (int from = 0; from < rows.size(); from += batch) {
            TokenBatch tokens = tokenBatch(rows.subList(from, Math.min(rows.size(), from + batch)));
            if (tokens.labels() == 0) {
                continue;
            }
            try (PtNDManager scope = decoder.torch().scope()) {
                for (float value : decoder.loss(tokens, lora, 0, scope).toFloatArray()) {
                    sum += value;
                }
            }
            labels += tokens.labels();
        }
        return labels == 0 ? Double.NaN : sum / labels;
    }

    private static TokenBatch tokenBatch(List<Example> rows) {
        List<TokenBatch.Row> tokens = new ArrayList<>(rows.size());
        rows.forEach(row -> tokens.add(new TokenBatch.Row(row.ids(), row.promptLength())));
        return TokenBatch.of(tokens);
    }

    /** Saves all that this training needs to go on, after so many steps, under the name of its run. */
    public void save(Path file, int made, String fingerprint) throws IOException {
        List<float[]> values = new ArrayList<>();
        for (List<PtNDArray> group : List.of(parameters, state.means(), state.squares())) {
            group.forEach(tensor -> values.add(tensor.toFloatArray()));
        }
        new TrainingCheckpoint(made, values).write(file, fingerprint);
    }

    /** Goes on from a saved file if there is one; gives the number of steps that were made before it. */
    public int resume(Path file, String fingerprint) {
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            TrainingCheckpoint checkpoint = TrainingCheckpoint.read(file, fingerprint);
            restore(checkpoint.values(), checkpoint.step());
            return checkpoint.step();
        } catch (SafetensorsException e) {
            throw new TrainingException("The checkpoint cannot be used: " + e.getMessage(), e);
        }
    }

    private void restore(List<float[]> values, int step) {
        Torch.prepareThread(false);
        int size = parameters.size();
        List<PtNDArray> means = new ArrayList<>();
        List<PtNDArray> squares = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            PtNDArray parameter = parameters.get(i);
            long[] shape = parameter.getShape().getShape();
            try (PtNDManager scope = decoder.torch().scope()) {
                parameter.muli(0f).addi(Torch.floats(scope, values.get(i), shape));
            }
            means.add(Torch.floats(owner, values.get(size + i), shape));
            squares.add(Torch.floats(owner, values.get(2 * size + i), shape));
        }
        state = AdamWState.of(owner, means, squares, step);
    }

    @Override
    public void close() {
        gradients.forEach(PtNDArray::close);
        parameters.forEach(parameter -> parameter.setRequiresGradient(false));
        optimizer.close();
        owner.close();
    }
}
