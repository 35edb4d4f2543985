package cultivar.app.cli;

import cultivar.runtime.generate.Sampling;
import picocli.CommandLine.Option;

/** The options that decide how tokens are drawn. */
final class SamplingOptions {
    @Option(names = "--greedy", description = "Take the likeliest token always.")
    private boolean greedy;

    @Option(names = "--temperature", defaultValue = "0.7", description = "Default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(names = "--top-k", defaultValue = "0", description = "Draw from so many tokens; 0 for all.")
    private int topK;

    @Option(names = "--top-p", defaultValue = "0.95", description = "Draw from this much probability.")
    private double topP;

    @Option(names = "--seed", defaultValue = "1", description = "The same seed gives the same answer.")
    private long seed;

    @Option(names = "--max-tokens", defaultValue = "256", description = "Default: ${DEFAULT-VALUE}.")
    private int maxTokens;

    @Option(names = "--ignore-eos", description = "Go on after an end token.")
    private boolean ignoreEos;

    Sampling sampling() {
        return greedy ? Sampling.greedy() : new Sampling(temperature, topK, topP, seed);
    }

    int maxTokens() {
        return maxTokens;
    }

    boolean ignoreEos() {
        return ignoreEos;
    }
}
