package cultivar.runtime.seedling;

import ai.djl.pytorch.engine.PtNDArray;
import cultivar.runtime.checkpoint.DecoderSpec;
import cultivar.runtime.decoder.Decoder;
import cultivar.runtime.decoder.Weights;
import cultivar.runtime.safetensors.DType;
import cultivar.runtime.safetensors.SafetensorsWriter;
import cultivar.runtime.text.ChatMessage;
import cultivar.runtime.text.ChatTemplate;
import cultivar.runtime.text.Tokenizer;
import cultivar.runtime.torch.Torch;
import cultivar.runtime.train.Example;
import cultivar.runtime.train.ExampleBuilder;
import cultivar.runtime.train.TrainingException;
import cultivar.runtime.train.TrainingStep;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes Seedling from nothing: random weights, the generated {@link Corpus}, and this engine's own training step over
 * all weights. The learning rate rises for a while, stays, and falls straight to nothing over the last quarter, so a run
 * may be stopped in its middle and taken up again with another length. Writes a Hugging Face folder in bfloat16 and
 * {@code curve.csv}, the loss on held-out requests.
 */
public final class SeedlingTrainer {
    /** The shape: 4.7 million parameters, small enough to fine-tune in a minute on two cores. */
    private static final String CONFIG = """
        {
          "architectures": ["LlamaForCausalLM"],
          "model_type": "llama",
          "vocab_size": %d,
          "hidden_size": 256,
          "intermediate_size": 704,
          "num_hidden_layers": 6,
          "num_attention_heads": 8,
          "num_key_value_heads": 4,
          "head_dim": 32,
          "hidden_act": "silu",
          "rms_norm_eps": 1.0E-5,
          "rope_theta": 10000.0,
          "max_position_embeddings": 512,
          "tie_word_embeddings": true,
          "attention_bias": false,
          "mlp_bias": false,
          "bos_token_id": 0,
          "eos_token_id": 2,
          "pad_token_id": 0,
          "torch_dtype": "bfloat16"
        }
        """.formatted(SeedlingFiles.VOCABULARY);

    /** What it computes. */
    public static final DecoderSpec SPEC =
            DecoderSpec.of(JsonMapper.builder().build().readTree(CONFIG));

    private static final int BATCH = 64;
    private static final int MAX_LENGTH = 256;
    private static final double PEAK_RATE = 2e-3;
    private static final int WARMUP = 100;
    private static final int EVERY = 100;
    /** Rows of so many batches are sorted by length, so that a batch carries little padding. */
    private static final int WINDOW = 16;

    private final Torch torch;
    private final Path folder;
    private final Consumer<String> report;

    /**
     * @param folder receives the checkpoint, and keeps the state of an unfinished run
     * @param report takes lines of progress
     */
    public SeedlingTrainer(Torch torch, Path folder, Consumer<String> report) {
        this.torch = torch;
        this.folder = folder;
        this.report = report;
    }

    /** Trains up to so many steps, going on from an unfinished run in the folder, and writes the checkpoint. */
    public void train(int steps, long seed) throws IOException {
        Files.createDirectories(folder);
        SeedlingFiles.writeTokenizer(folder);
        writeConfig();
        try (Tokenizer tokenizer = Tokenizer.open(folder);
                Decoder decoder = new Decoder(torch, SPEC, Weights.of(torch, SPEC, randomWeights(seed)))) {
            ExampleBuilder builder = new ExampleBuilder(tokenizer, ChatTemplate.open(folder));
            List<Example> heldOut = Corpus.heldOut(seed, 400).stream()
                    .map(example -> row(builder, example))
                    .toList();
            try (TrainingStep step = TrainingStep.ofBase(decoder, 0.95, 0.1)) {
                run(step, builder, heldOut, steps, seed, decoder);
            }
        }
    }

    private void run(
            TrainingStep step, ExampleBuilder builder, List<Example> heldOut, int steps, long seed, Decoder decoder)
            throws IOException {
        Path state = folder.resolve("training-state.safetensors");
        String run = "seedling " + seed;
        int made = step.resume(state, run);
        long started = System.nanoTime();
        long tokens = 0;
        int window = -1;
        List<List<Example>> batches = List.of();
        double smooth = Double.NaN;
        for (int at = made; at < steps; at++) {
            if (at / WINDOW != window) {
                window = at / WINDOW;
                batches = window(builder, seed, window);
            }
            TrainingStep.Outcome outcome = step.run(List.of(batches.get(at % WINDOW)), rate(at, steps), 1, seed + at);
            if (!outcome.made()) {
                throw new TrainingException("Loss or gradient are no longer numbers at step " + (at + 1)
                        + ". Begin again with a lower learning rate.");
            }
            tokens += outcome.tokens();
            smooth = Double.isNaN(smooth) ? outcome.loss() : 0.95 * smooth + 0.05 * outcome.loss();
            if ((at + 1) % 20 == 0) {
                double seconds = (System.nanoTime() - started) / 1e9;
                report.accept(String.format(
                        Locale.ROOT,
                        "step %d of %d: loss %.4f, %.0f tokens a second, %.0f s left",
                        at + 1,
                        steps,
                        smooth,
                        tokens / seconds,
                        seconds / (at + 1 - made) * (steps - at - 1)));
            }
            if ((at + 1) % EVERY == 0 || at + 1 == steps) {
                double loss = step.evaluate(heldOut);
                record(at + 1, smooth, loss);
                report.accept(String.format(Locale.ROOT, "step %d: held-out loss %.4f", at + 1, loss));
                step.save(state, at + 1, run);
                writeWeights(decoder);
            }
        }
    }

    private void record(int step, double training, double heldOut) throws IOException {
        Path curve = folder.resolve("curve.csv");
        if (!Files.exists(curve)) {
            Files.writeString(curve, "step,training_loss,held_out_loss\n");
        }
        Files.writeString(
                curve,
                String.format(Locale.ROOT, "%d,%.4f,%.4f%n", step, training, heldOut),
                StandardOpenOption.APPEND);
    }

    private static double rate(int step, int steps) {
        int decay = steps / 4;
        if (step < WARMUP) {
            return PEAK_RATE * (step + 1) / WARMUP;
        }
        return step < steps - decay ? PEAK_RATE : PEAK_RATE * (steps - step) / decay;
    }

    private static List<List<Example>> window(ExampleBuilder builder, long seed, int window) {
        List<Example> rows = new ArrayList<>(Corpus.examples(seed, (long) window * WINDOW * BATCH)
                .limit((long) WINDOW * BATCH)
                .map(example -> row(builder, example))
                .toList());
        rows.sort(Comparator.comparingInt(row -> row.ids().length));
        List<List<Example>> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += BATCH) {
            batches.add(List.copyOf(rows.subList(from, from + BATCH)));
        }
        Collections.shuffle(batches, new Random(seed * 31 + window));
        return batches;
    }

    private static Example row(ExampleBuilder builder, SeedExample example) {
        List<ChatMessage> messages = example.messages().stream()
                .map(turn -> new ChatMessage(turn.role(), turn.content()))
                .toList();
        return builder.example(messages, MAX_LENGTH);
    }

    private static List<float[]> randomWeights(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<float[]> values = new ArrayList<>();
        for (DecoderSpec.Weight weight : SPEC.weights()) {
            float[] value = new float[(int) weight.elements()];
            boolean norm = weight.shape().size() == 1;
            // What is added to the residual stream starts smaller, so that its sum over layers keeps its size.
            boolean residual = weight.name().contains("o_proj") || weight.name().contains("down_proj");
            double deviation = residual ? 0.02 / Math.sqrt(2.0 * SPEC.layers()) : 0.02;
            for (int i = 0; i < value.length; i++) {
                value[i] = norm ? 1 : (float) (deviation * random.nextGaussian());
            }
            values.add(value);
        }
        return values;
    }

    private void writeWeights(Decoder decoder) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        List<DecoderSpec.Weight> weights = SPEC.weights();
        for (int i = 0; i < weights.size(); i++) {
            PtNDArray tensor = decoder.weights().tensors().get(i);
            writer.add(
                    weights.get(i).name(),
                    DType.BF16,
                    tensor.getShape().getShape(),
                    FloatBuffer.wrap(Torch.values(tensor)));
        }
        writer.write(folder.resolve("model.safetensors"));
    }

    private void writeConfig() throws IOException {
        Files.writeString(folder.resolve("config.json"), CONFIG);
    }
}
