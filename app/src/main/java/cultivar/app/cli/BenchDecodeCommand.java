package cultivar.app.cli;

import cultivar.runtime.Forecast;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.bench.DecodingBench;
import cultivar.runtime.bench.DecodingError;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.quant.BaseType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Times one answer, and measures what holding the base in fewer bits costs it. */
@Command(
        name = "decode",
        description = {
            "Times greedy decoding and sets it against the memory's bandwidth.",
            "With another --dtype than float32 it also tells the error against float32, on the same short chats: how"
                    + " far the logarithms of the tokens' likelihoods are apart, the ratio of the perplexities, and how"
                    + " often the likeliest token is the same."
        },
        mixinStandardHelpOptions = true)
final class BenchDecodeCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Mixin
    private final ModelOptions models = new ModelOptions();

    @Option(names = "--prompt", defaultValue = "64", description = "Tokens of the prompt.")
    private int prompt = 64;

    @Option(names = "--new", defaultValue = "64", description = "Tokens to decode.")
    private int tokens = 64;

    @Option(
            names = "--speed-only",
            description = "Leave out the error, for which the base is opened again in float32 once it is closed.")
    private boolean speedOnly;

    @Override
    public Integer call() {
        if (prompt < 1 || tokens < 2) {
            throw new CommandException("A measurement needs a prompt and at least two new tokens.");
        }
        boolean error = models.type() != BaseType.FLOAT32 && !speedOnly;
        Map<String, Object> result = new LinkedHashMap<>();
        List<Forecast> held;
        try (LanguageModel model = models.open(bench.home())) {
            int room = model.spec().maxPositions();
            if ((long) prompt + tokens > room) {
                throw new CommandException("--prompt and --new are " + ((long) prompt + tokens)
                        + " tokens together, and this model takes " + room + ". Use fewer.");
            }
            LoraAdapter adapter = models.loadAdapter(bench.home(), model);
            speed(result, model, DecodingBench.run(model, adapter, prompt, tokens));
            held = error ? DecodingError.read(model, adapter) : List.of();
        }
        if (error) {
            error(result, DecodingError.between(exact(), held));
        }
        BenchCommand.show(bench.terminal(), result);
        return 0;
    }

    private List<Forecast> exact() {
        try (LanguageModel model = models.open(bench.home(), BaseType.FLOAT32)) {
            return DecodingError.read(model, models.loadAdapter(bench.home(), model));
        }
    }

    private void speed(Map<String, Object> result, LanguageModel model, DecodingBench.Figures figures) {
        result.put("mode", "decode");
        result.put("dtype", models.type().label());
        result.put("first_token_seconds", figures.firstTokenSeconds());
        result.put("tokens_per_second", figures.tokensPerSecond());
        result.put("bytes_per_token", figures.bytesPerToken());
        result.put("bandwidth_gb_per_second", figures.bandwidth() / 1e9);
        result.put("bandwidth_share", figures.bandwidthShare());
        result.put("peak_mib", figures.peakMib());
        result.put("threads", model.threads());
    }

    private static void error(Map<String, Object> result, DecodingError.Figures figures) {
        result.put("error_tokens", figures.tokens());
        result.put("logprob_difference_nats", figures.logprobDifference());
        result.put("perplexity_ratio", figures.perplexityRatio());
        result.put("likeliest_same_share", figures.sameLikeliest());
    }
}
