package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.datanet.bench.StoreBench;
import cultivar.datanet.quality.QualityBench;
import cultivar.datanet.quality.QualityListener;
import cultivar.datanet.quality.Signal;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.bench.TrainingBench;
import cultivar.runtime.lora.LoraConfig;
import cultivar.runtime.memory.MemoryPlan;
import cultivar.runtime.train.Example;
import cultivar.runtime.train.Schedule;
import cultivar.runtime.train.TrainingOptions;
import cultivar.runtime.train.TrainingPlan;
import cultivar.runtime.train.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The measurements behind the README's figures. */
@Command(
        name = "bench",
        description = "Measures the engine, the quality check and the store of datanets on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BenchDecodeCommand.class, BenchServeCommand.class})
final class BenchCommand {
    /** Fixes the made-up rows among which near copies are looked for. */
    private static final int SEED = 7;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Command(
            name = "train",
            description = "Times LoRA training steps on a model and rows, and says what memory they took.",
            mixinStandardHelpOptions = true)
    int train(
            @Mixin ModelOptions models,
            @Option(names = "--data", required = true, description = "Rows, one JSON object a line.") Path data,
            @Option(names = "--rank", defaultValue = "8", description = "Rank of the adapter; alpha is twice it.")
                    int rank,
            @Option(names = "--batch", defaultValue = "4", description = "Rows in a step.") int batch,
            @Option(names = "--seq", defaultValue = "256", description = "Rows are cut to so many tokens.") int seq,
            @Option(names = "--steps", defaultValue = "12", description = "Steps; the first two are not timed.")
                    int steps,
            @Option(names = "--recompute", description = "Compute layers again going back, to save memory.")
                    boolean recompute,
            @Option(names = "--init-adapter", description = "A PEFT folder to start from.") @Nullable
                    Path initialAdapter) {
        Terminal terminal = cli.terminal();
        try (LanguageModel model = models.open(cli.home())) {
            List<Example> rows = new ArrayList<>();
            for (RowFile.Line line : RowFile.read(data)) {
                rows.add(model.examples().example(line.chat(), seq));
            }
            LoraConfig lora = new LoraConfig(rank, 2.0 * rank, 0, model.spec().modules());
            TrainingSettings settings = new TrainingSettings(
                            lora, batch, 1, 1, steps, 1e-4, Schedule.CONSTANT, 0, 0.01, 1, 1, false, seq)
                    .with(TrainingOptions.NONE.withRecompute(recompute));
            MemoryPlan memory = model.plan(settings, rows);
            Path output = Files.createTempDirectory("cultivar-bench");
            try {
                TrainingBench.Figures figures = TrainingBench.run(
                        model, new TrainingPlan(settings, rows, List.of(), initialAdapter, output, null));
                print(terminal, figures, memory, model.threads());
            } finally {
                delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The bench has no folder for temporary files: " + e.getMessage(), e);
        }
        return 0;
    }

    /** Deletes a folder of a measurement and all that is in it. */
    static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }

    private static void print(Terminal terminal, TrainingBench.Figures figures, MemoryPlan memory, int threads) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("mode", "train");
        result.put("real_tokens_per_second", figures.realTokensPerSecond());
        result.put("padded_tokens_per_second", figures.paddedTokensPerSecond());
        result.put("median_step_seconds", figures.medianStepSeconds());
        result.put("overhead_share", figures.overheadShare());
        result.put("peak_mib", figures.peakMib());
        result.put("planned_mib", memory.mib());
        result.put("first_loss", figures.firstLoss());
        result.put("last_loss", figures.lastLoss());
        result.put("threads", threads);
        show(terminal, result);
    }

    @Command(
            name = "datanet",
            description = "Times import, filters, searches, edits and a version on a made-up datanet.",
            mixinStandardHelpOptions = true)
    int datanet(
            @Option(names = "--rows", defaultValue = "200000", description = "Rows, one in ten of them pending.")
                    long rows,
            @Option(names = "--repeats", defaultValue = "100", description = "How often each question is asked.")
                    int repeats)
            throws IOException {
        Terminal terminal = cli.terminal();
        Path folder = Files.createTempDirectory("cultivar-bench");
        try {
            StoreBench.Figures figures = StoreBench.run(folder, rows, repeats, terminal::say);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("mode", "datanet");
            result.put("rows", figures.rows());
            result.put("import_rows_per_second", figures.importRowsPerSecond());
            result.put("import_processor_rows_per_second", figures.importProcessorRowsPerSecond());
            result.put("file_mib", figures.fileMib());
            result.put("page_ms_p50", figures.pageMedianMillis());
            result.put("page_ms_p99", figures.pageP99Millis());
            result.put("version_seconds", figures.versionSeconds());
            result.put("bulk_rows", figures.bulkRows());
            result.put("bulk_seconds", figures.bulkSeconds());
            result.put("bulk_undo_seconds", figures.bulkUndoSeconds());
            terminal.say("looking for near copies");
            result.putAll(nearCopies(QualityBench.run(Math.toIntExact(rows), SEED, Set.of(), QualityListener.NONE)));
            List<Map<String, Object>> timings = new ArrayList<>();
            for (StoreBench.Timing timing : figures.timings()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("name", timing.name());
                row.put("median_ms", timing.medianMillis());
                row.put("p99_ms", timing.p99Millis());
                row.put("worst_ms", timing.worstMillis());
                row.put("processor_ms", timing.processorMillis());
                timings.add(row);
            }
            if (!terminal.json()) {
                show(terminal, result);
                terminal.line("");
                terminal.line(String.format(
                        Locale.ROOT, "%-46s %10s %10s %10s %10s", "MS", "MEDIAN", "P99", "WORST", "PROCESSOR"));
                for (StoreBench.Timing timing : figures.timings()) {
                    terminal.line(String.format(
                            Locale.ROOT,
                            "%-46s %10.2f %10.2f %10.2f %10.2f",
                            timing.name(),
                            timing.medianMillis(),
                            timing.p99Millis(),
                            timing.worstMillis(),
                            timing.processorMillis()));
                }
                return 0;
            }
            result.put("timings", timings);
            terminal.result(result);
            return 0;
        } finally {
            delete(folder);
        }
    }

    @Command(
            name = "quality",
            description = "Times the search for near copies on made-up rows, and says what it finds of those planted.",
            mixinStandardHelpOptions = true)
    int quality(
            @Option(names = "--rows", defaultValue = "200000", description = "Rows, one in ten a near copy.") int rows,
            @Option(names = "--all", description = "Compute every other signal too.") boolean all,
            @Option(names = "--seed", defaultValue = "" + SEED, description = "Fixes the rows.") long seed) {
        Terminal terminal = cli.terminal();
        if (rows < 1000) {
            throw new CommandException("--rows must be 1000 or more, not " + rows);
        }
        QualityBench.Figures figures =
                QualityBench.run(rows, seed, all ? EnumSet.allOf(Signal.class) : Set.of(), QualityListener.NONE);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("mode", "quality");
        result.put("rows", figures.rows());
        result.put("planted", figures.planted());
        Map<String, Object> copies = nearCopies(figures);
        if (all) {
            result.put("seconds", copies.remove("near_duplicate_seconds"));
        }
        result.putAll(copies);
        result.put("peak_mib", figures.peakMib());
        show(terminal, result);
        return 0;
    }

    private static Map<String, Object> nearCopies(QualityBench.Figures figures) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("near_duplicate_seconds", figures.seconds());
        result.put("near_duplicate_recall", figures.recall());
        result.put("near_duplicate_precision", figures.precision());
        return result;
    }

    Terminal terminal() {
        return cli.terminal();
    }

    Home home() {
        return cli.home();
    }

    /** Prints figures as lines, those that belong together one below the other, or as one object. */
    static void show(Terminal terminal, Map<String, Object> result) {
        if (terminal.json()) {
            terminal.result(result);
            return;
        }
        result.forEach((name, value) -> {
            if (value instanceof Map<?, ?> rows) {
                rows.forEach((row, each) -> show(terminal, name + " " + row, each));
            } else {
                show(terminal, name, value);
            }
        });
    }

    private static void show(Terminal terminal, String name, @Nullable Object value) {
        terminal.line(String.format(
                Locale.ROOT,
                "%-34s %s",
                name.replace('_', ' '),
                value instanceof Double number ? figure(number) : value));
    }

    private static String figure(double number) {
        return String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.4f" : "%.1f", number);
    }
}
