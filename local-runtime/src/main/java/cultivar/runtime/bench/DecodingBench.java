package cultivar.runtime.bench;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.generate.Generation;
import cultivar.runtime.generate.GenerationRequest;
import cultivar.runtime.generate.Sampling;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.memory.ProcessMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Times greedy decoding of one sequence, and sets it against what memory allows. */
public final class DecodingBench {
    private static final int ROUNDS = 5;

    /**
     * What was measured, medians of several rounds after one that is left out.
     *
     * @param bytesPerToken bytes of weights that each token has to read
     * @param bandwidth bytes that this machine reads in a second, measured between the rounds
     * @param bandwidthShare the part of it that decoding reaches
     */
    public record Figures(
            double firstTokenSeconds,
            double tokensPerSecond,
            long bytesPerToken,
            double bandwidth,
            double bandwidthShare,
            long peakMib) {}

    private DecodingBench() {}

    /**
     * Decodes after a prompt of random tokens.
     *
     * @param prompt tokens of the prompt
     * @param tokens tokens to decode, at least 2
     */
    public static Figures run(LanguageModel model, @Nullable LoraAdapter adapter, int prompt, int tokens) {
        int[] ids = prompt(prompt);
        List<Double> first = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        List<Double> bandwidths = new ArrayList<>();
        GenerationRequest request = new GenerationRequest(ids, adapter, Sampling.greedy(), tokens, true);
        model.generate(request, (id, text) -> true);
        // Read before the bandwidth is measured, which needs memory of its own.
        long peak = ProcessMemory.peakMib(model.torch());
        try (MemoryBandwidth bandwidth = new MemoryBandwidth(model.torch())) {
            for (int round = 0; round < ROUNDS; round++) {
                bandwidths.add(bandwidth.bytesPerSecond());
                Generation answer = model.generate(request, (id, text) -> true);
                first.add(answer.firstTokenSeconds());
                rates.add(answer.tokensPerSecond());
            }
        }
        double rate = TrainingBench.median(rates);
        double bandwidth = TrainingBench.median(bandwidths);
        long bytes = model.bytesPerToken();
        return new Figures(TrainingBench.median(first), rate, bytes, bandwidth, rate * bytes / bandwidth, peak);
    }

    /** So many random tokens that every tokenizer has and that end nothing; always the same. */
    static int[] prompt(int tokens) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        return random.ints(tokens, 5, 400).toArray();
    }
}
