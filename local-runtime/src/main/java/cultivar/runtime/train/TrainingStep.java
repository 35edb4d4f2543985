package cultivar.runtime.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import cultivar.runtime.decoder.Backpropagation;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.LoraTensors;
import cultivar.runtime.decoder.PackedRows;
import cultivar.runtime.memory.MemoryPlanner;
import cultivar.runtime.safetensors.SafetensorsException;
import cultivar.runtime.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The inner part of training: loss, gradients and update of a set of tensors, be they an adapter's or a whole base's.
 * Belongs to one thread.
 */
public final class TrainingStep implements AutoCloseable {
    /** Between the seeds of two parts of a step, more than a model has layers. */
    private static final long PARTS = 1_000;

    /** Adds the gradients of rows, whose labels count for {@code share} each, and gives the sum of their losses. */
    private interface Gradients {
        double add(PackedRows rows, float share, long seed);
    }

    private final Decoder decoder;
    private final @Nullable LoraTensors lora;
    private final Gradients gradients;
    private final AdamW adamW;
    private final OptimizerProgram optimizer;
    private final PtNDManager owner;
    private final int partTokens;
    private final List<PtNDArray> parameters;
    private AdamWState state;
    private List<PtNDArray> accumulated = List.of();

    /** Trains the tensors of an adapter. */
    public static TrainingStep ofAdapter(
            Decoder decoder, LoraTensors lora, TrainingSettings settings, boolean recompute) {
        Backpropagation back =
                new Backpropagation(decoder, lora, settings.lora().dropout(), recompute);
        AdamW adamW = AdamW.withWeightDecay(settings.weightDecay());
        double faster = settings.options().loraPlus();
        List<PtNDArray> slow = lora.tensors();
        List<PtNDArray> fast = List.of();
        if (faster != 1) {
            slow = lora.ofInput();
            fast = lora.ofOutput();
        }
        return new TrainingStep(decoder, lora, back::run, adamW, slow, fast, faster, recompute);
    }

    /** Trains every weight of a base. */
    public static TrainingStep ofBase(Decoder decoder, double beta2, double weightDecay) {
        AdamW adamW = new AdamW(0.9, beta2, 1e-8, weightDecay);
        return new TrainingStep(decoder, null, null, adamW, decoder.weights().tensors(), List.of(), 1, false);
    }

    private TrainingStep(
            Decoder decoder,
            @Nullable LoraTensors lora,
            @Nullable Gradients ofAdapter,
            AdamW adamW,
            List<PtNDArray> slow,
            List<PtNDArray> fast,
            double faster,
            boolean recompute) {
        this.decoder = decoder;
        this.lora = lora;
        this.gradients = ofAdapter == null ? (rows, share, seed) -> throughBase(rows, share) : ofAdapter;
        this.adamW = adamW;
        this.parameters = Stream.concat(slow.stream(), fast.stream()).toList();
        this.owner = decoder.torch().scope();
        this.partTokens = MemoryPlanner.partTokens(
                decoder.spec(),
                decoder.weights().type(),
                recompute,
                decoder.torch().cardMemory());
        this.optimizer = new OptimizerProgram(decoder.torch(), slow.size(), faster);
        this.state = AdamWState.zero(owner, parameters);
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    }

    /**
     * What a step measured.
     *
     * @param loss mean over the labelled tokens
     * @param gradNorm global norm before clipping; NaN where the loss is no finite number
     */
    public record Outcome(double loss, double gradNorm, int tokens) {
        /** Whether the step was made: it is not where loss or gradient are no finite numbers, and nothing changes. */
        public boolean made() {
            return Double.isFinite(loss) && Double.isFinite(gradNorm);
        }
    }

    /**
     * Makes one step over several batches, whose loss and gradient are means over all their labelled tokens together.
     * See {@link Outcome#made()}; after a step that was not made, there can be no other.
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
        for (List<Example> rows : batches) {
            int part = 0;
            for (PackedRows packed : packed(rows)) {
                tokens += packed.tokens();
                if (packed.labels() > 0) {
                    loss += gradients.add(packed, 1f / labels, seed + PARTS * part++);
                }
            }
        }
        loss /= labels;
        if (!Double.isFinite(loss)) {
            return new Outcome(loss, Double.NaN, tokens);
        }
        Torch.prepareThread(false);
        if (accumulated.isEmpty()) {
            // Later passes add into the same tensors, so their handles are asked for once.
            accumulated = parameters.stream().map(PtNDArray::getGradient).toList();
        }
        try (PtNDManager scope = decoder.torch().scope()) {
            double norm = optimizer.step(scope, adamW, learningRate, clip, parameters, accumulated, state);
            measure();
            return new Outcome(loss, norm, tokens);
        }
    }

    /** Goes back through the graph of the whole base, all of whose weights learn. */
    private double throughBase(PackedRows rows, float share) {
        Torch.prepareThread(true);
        try (PtNDManager scope = decoder.torch().scope()) {
            PtNDArray losses = decoder.losses(rows, scope);
            float[] shares = new float[rows.labels()];
            Arrays.fill(shares, share);
            decoder.torch().backward(losses, Torch.floats(scope, shares, shares.length));
            return sum(decoder.torch().read(losses));
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /** Mean loss over labelled tokens, without learning anything. */
    public double evaluate(List<Example> rows) {
        Torch.prepareThread(false);
        double sum = 0;
        int labels = 0;
        for (PackedRows packed : packed(rows)) {
            sum += sum(decoder.score(packed, lora));
            labels += packed.labels();
        }
        return labels == 0 ? Double.NaN : sum / labels;
    }

    private List<PackedRows> packed(List<Example> rows) {
        return PackedRows.parts(rows.stream().map(TrainingStep::labelled).toList(), partTokens);
    }

    /** One row by itself. */
    static PackedRows packed(Example row) {
        return PackedRows.of(List.of(labelled(row)));
    }

    private static PackedRows.Row labelled(Example row) {
        return new PackedRows.Row(row.ids(), row.promptLength());
    }

    /** Saves all that this training needs to go on, after so many steps, under the name of its run. */
    public void save(Path file, int made, String fingerprint) throws IOException {
        new TrainingCheckpoint(made, values(), BestSoFar.NONE, List.of()).write(file, fingerprint);
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

    /** Parameters, means and squares. */
    List<float[]> values() {
        List<float[]> values = new ArrayList<>();
        for (List<PtNDArray> group : List.of(parameters, state.means(), state.squares())) {
            group.forEach(tensor -> values.add(Torch.values(tensor)));
        }
        return values;
    }

    /** Goes on after so many steps from {@link #values()}. */
    void restore(List<float[]> values, int step) {
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
        measure();
    }

    private void measure() {
        if (lora != null) {
            decoder.measure(lora);
        }
    }

    @Override
    public void close() {
        accumulated.forEach(PtNDArray::close);
        parameters.forEach(parameter -> parameter.setRequiresGradient(false));
        optimizer.close();
        owner.close();
    }
}
