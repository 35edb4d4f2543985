package cultivar.app.cli;

import cultivar.runtime.LanguageModel;
import cultivar.runtime.bench.Popularity;
import cultivar.runtime.bench.ServingBench;
import cultivar.runtime.bench.Workload;
import cultivar.runtime.serve.ServeException;
import cultivar.runtime.serve.ServeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Times one base with many adapters. */
@Command(
        name = "serve",
        description = {
            "Times one base with many adapters beside the bare base, as S-LoRA and Punica do: answers of random"
                    + " adapters in one batch, by how popular they are.",
            "Of a batch, identical is one adapter for all; distinct, each request its own; uniform, the root of the"
                + " batch's size, each as often; skewed, each one and a half times as often as the next; zipf, any of"
                + " all by Zipf's law; few, some in turn."
        },
        mixinStandardHelpOptions = true)
final class BenchServeCommand implements Callable<Integer> {
    private static final long MIB = 1 << 20;
    private static final int ACTIVATIONS = 200;
    private static final int LONGEST = 512;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Mixin
    private final BaseOptions base = new BaseOptions();

    @Option(
            names = "--adapters",
            defaultValue = "2000",
            description = "Adapters that are registered. Default: ${DEFAULT-VALUE}.")
    private int adapters = 2000;

    @Option(
            names = "--few",
            defaultValue = "5",
            description = "Adapters of the comparison with few. Default: ${DEFAULT-VALUE}.")
    private int few = 5;

    @Option(
            names = "--rank",
            defaultValue = "8",
            description = "Rank of each, on all linear modules. Default: ${DEFAULT-VALUE}.")
    private int rank = 8;

    @Option(names = "--batch", defaultValue = "16", description = "Sequences in a batch. Default: ${DEFAULT-VALUE}.")
    private int batch = 16;

    @Option(names = "--requests", defaultValue = "48", description = "Requests of a round. Default: ${DEFAULT-VALUE}.")
    private int requests = 48;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds of each popularity, in turns. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--shortest",
            defaultValue = "8",
            description = "Tokens of a prompt or answer, at the least. Default: ${DEFAULT-VALUE}.")
    private int shortest = 8;

    @Option(
            names = "--longest",
            description = "Tokens of a prompt or answer, at the most; if left out 512, or half of what the model takes"
                    + " where that is less.")
    private @Nullable Integer longest;

    @Option(
            names = "--ready-mib",
            defaultValue = "1024",
            description = "Memory for adapters in the engine. Default: ${DEFAULT-VALUE}.")
    private long readyMib = 1024;

    @Option(
            names = "--rate",
            description = "Requests a second that arrive by chance, for S-LoRA's figures, of adapters and of the base;"
                    + " left out if not given.")
    private @Nullable Double rate;

    @Option(
            names = "--cv",
            defaultValue = "1",
            description = "Unevenness of arrivals: 1 by chance, more in bursts. Default: ${DEFAULT-VALUE}.")
    private double cv = 1;

    @Option(
            names = "--alpha",
            defaultValue = "1",
            description = "Popularity of adapters that arrive: 1 for all alike, down to 0 for favourites. Default:"
                    + " ${DEFAULT-VALUE}.")
    private double alpha = 1;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draws the rates into a file.")
    private @Nullable Path plot;

    @Override
    public Integer call() {
        Terminal terminal = bench.terminal();
        check();
        ServeSettings settings = ServeSettings.usual().withAdapters(readyMib * MIB, 0);
        try (LanguageModel model = base.open(bench.home())) {
            int most = longest(terminal, model.context(settings));
            Workload workload = new Workload(requests, shortest, most, 42);
            Path folder = Files.createTempDirectory("cultivar-bench");
            try {
                run(terminal, model, folder, workload, settings);
            } finally {
                BenchCommand.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The bench has no folder for its adapters: " + e.getMessage(), e);
        }
        return 0;
    }

    private void check() {
        if (few < 1 || adapters < Math.max(few, batch) || batch < 2 || requests < batch || rounds < 1) {
            throw new CommandException("There must be at least as many adapters and requests as sequences in a batch of"
                    + " two or more, and a round.");
        }
        if (rank < 1) {
            throw new CommandException("--rank must be 1 or more, not " + rank + ".");
        }
        if (readyMib < 1 || readyMib > ServeBudget.MOST_MIB) {
            throw new CommandException(
                    "--ready-mib must be from 1 to " + ServeBudget.MOST_MIB + ", not " + readyMib + ".");
        }
        if (rate != null) {
            positive("--rate", rate);
        }
        positive("--cv", cv);
        if (!(alpha > 0 && alpha <= 1)) {
            throw new CommandException("--alpha must be above 0 and 1 at the most, not " + alpha + ".");
        }
        Path plotted = plot == null ? null : plot.toAbsolutePath().getParent();
        if (plotted != null && !Files.isDirectory(plotted)) {
            throw new CommandException("There is no folder " + plotted + " for the plot. Make it, or name another.");
        }
        if (shortest < 1 || (longest != null && longest < shortest)) {
            throw new CommandException("--shortest must be 1 or more, and --longest not below it.");
        }
    }

    private static void positive(String option, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new CommandException(option + " must be above 0, not " + value + ".");
        }
    }

    /**
     * The longest prompt or answer, so short that no answer is cut for want of room.
     *
     * @param room tokens that a prompt and its answer can have together
     */
    private int longest(Terminal terminal, int room) {
        int most = room / 2;
        int wanted = longest == null ? Math.max(shortest, Math.min(LONGEST, most)) : longest;
        if (wanted > most) {
            throw new CommandException("A prompt and an answer of " + wanted + " tokens each do not fit into the "
                    + room + " that this model takes. Use " + most + " or fewer.");
        }
        if (longest == null && wanted < LONGEST) {
            terminal.say("The model takes " + room + " tokens, so a prompt or answer has " + wanted
                    + " at the most, not " + LONGEST + ".");
        }
        return wanted;
    }

    private void run(Terminal terminal, LanguageModel model, Path folder, Workload workload, ServeSettings settings)
            throws IOException {
        ServingBench.Plan plan = new ServingBench.Plan(adapters, few, rank, batch, rounds, workload);
        terminal.say("writing " + adapters + " adapters");
        try (ServingBench serving = new ServingBench(model, folder, plan, settings)) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("mode", "serve");
            result.put("batch", batch);
            ServingBench.Rates rates = serving.popularities(terminal::say);
            popularities(result, rates);
            batching(result, serving.batching());
            merging(terminal, result, serving);
            activation(result, serving.activation(ACTIVATIONS));
            result.put("adapter_memory_to_bytes", serving.memory(ACTIVATIONS));
            if (rate != null) {
                arriving(result, serving.arriving(rate, cv, alpha));
            }
            result.put("threads", model.threads());
            BenchCommand.show(terminal, result);
            if (plot != null) {
                write(plot, ServingPlot.of(rates));
            }
        }
    }

    private static void write(Path file, String plot) {
        try {
            Files.writeString(file, plot);
        } catch (IOException e) {
            throw new CommandException("The plot cannot be written to " + file + ": " + e.getMessage() + ".");
        }
    }

    private void popularities(Map<String, Object> result, ServingBench.Rates rates) {
        result.put("base_tokens_per_second", rates.of(Popularity.BASE));
        Map<String, Double> byAdapters = new LinkedHashMap<>();
        byAdapters.put(Integer.toString(few), rates.of(Popularity.FEW));
        byAdapters.put(Integer.toString(adapters), rates.of(Popularity.DISTINCT));
        result.put("by_adapters", byAdapters);
        result.put("identical_tokens_per_second", rates.of(Popularity.IDENTICAL));
        result.put("distinct_tokens_per_second", rates.of(Popularity.DISTINCT));
        result.put("uniform_tokens_per_second", rates.of(Popularity.UNIFORM));
        result.put("skewed_tokens_per_second", rates.of(Popularity.SKEWED));
        result.put("zipf_tokens_per_second", rates.of(Popularity.ZIPF));
        result.put("many_to_few", rates.ratio(Popularity.DISTINCT, Popularity.FEW));
        result.put("distinct_to_base", rates.ratio(Popularity.DISTINCT, Popularity.BASE));
        result.put("distinct_to_identical", rates.ratio(Popularity.DISTINCT, Popularity.IDENTICAL));
    }

    private static void batching(Map<String, Object> result, ServingBench.Batching batching) {
        result.put("alone_tokens_per_second", batching.alone());
        result.put("batch_tokens_per_second", batching.together());
        result.put("batch_to_alone", batching.times());
        result.put("first_token_seconds", batching.firstAlone());
        result.put("first_token_seconds_beside", batching.firstBeside());
    }

    private static void merging(Terminal terminal, Map<String, Object> result, ServingBench serving) {
        try {
            ServingBench.Merging merging = serving.merging();
            result.put("alone_adapter_to_base", merging.adapter() / merging.base());
            result.put("alone_merged_to_base", merging.merged() / merging.base());
            result.put("merged_mib", merging.sumBytes() / (double) MIB);
        } catch (ServeException e) {
            terminal.say("not merged: " + e.getMessage());
        }
    }

    private static void activation(Map<String, Object> result, ServingBench.Activation activation) {
        result.put("adapter_mib", activation.bytes() / (double) MIB);
        result.put("warm_ms_p50", activation.warmMedian());
        result.put("warm_ms_p99", activation.warmP99());
        result.put("cold_ms_p50", activation.coldMedian());
        result.put("cold_ms_p99", activation.coldP99());
    }

    private static void arriving(Map<String, Object> result, ServingBench.Arrivals arrivals) {
        Workload.Figures base = arrivals.base();
        Workload.Figures adapters = arrivals.adapters();
        arriving(result, "arriving_", adapters);
        arriving(result, "arriving_base_", base);
        result.put("arriving_requests_to_base", adapters.requestsPerSecond() / base.requestsPerSecond());
        result.put("arriving_seconds_to_base", adapters.meanSeconds() / base.meanSeconds());
        result.put("arriving_first_token_to_base", adapters.meanFirstSeconds() / base.meanFirstSeconds());
    }

    private static void arriving(Map<String, Object> result, String prefix, Workload.Figures figures) {
        result.put(prefix + "requests_per_second", figures.requestsPerSecond());
        result.put(prefix + "mean_seconds", figures.meanSeconds());
        result.put(prefix + "first_token_seconds", figures.meanFirstSeconds());
        result.put(prefix + "in_time", figures.inTime());
    }

    /** Bars of rates as an SVG. */
    private static final class ServingPlot {
        private static final int WIDTH = 640;
        private static final int BAR = 34;
        private static final int LEFT = 110;

        private ServingPlot() {}

        static String of(ServingBench.Rates rates) {
            Popularity[] all = Popularity.values();
            double most = Arrays.stream(all).mapToDouble(rates::of).max().orElse(1);
            StringBuilder svg = new StringBuilder(String.format(
                    Locale.ROOT,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                            + " font-size=\"14\">%n<title>New tokens a second by whose adapters answer</title>%n",
                    WIDTH,
                    all.length * BAR + 10));
            int y = 10;
            for (Popularity each : all) {
                double width = (WIDTH - LEFT - 90) * rates.of(each) / most;
                svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n<rect x=\"%d\" y=\"%d\""
                                + " width=\"%.1f\" height=\"22\" fill=\"#3b7dd8\"/>%n<text x=\"%.1f\""
                                + " y=\"%d\">%.0f</text>%n",
                        LEFT - 8,
                        y + 16,
                        each.name().toLowerCase(Locale.ROOT),
                        LEFT,
                        y,
                        width,
                        LEFT + width + 8,
                        y + 16,
                        rates.of(each)));
                y += BAR;
            }
            return svg.append("</svg>\n").toString();
        }
    }
}
