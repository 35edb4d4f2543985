package cultivar.app.cli;

import cultivar.app.hub.HomeModels;
import cultivar.app.hub.ModelMissingException;
import cultivar.runtime.Engine;
import cultivar.runtime.export.Difference;
import cultivar.runtime.export.ExportFormat;
import cultivar.runtime.export.ExportListener;
import cultivar.runtime.export.ExportReport;
import cultivar.runtime.export.ExportRequest;
import cultivar.runtime.export.Exporter;
import cultivar.runtime.seedling.Seedling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** An adapter with its base, for other programs. */
@Command(
        name = "export",
        description = {
            "Writes an adapter with its base for other programs, and checks what it wrote.",
            "merged: a checkpoint folder as on the Hugging Face hub, base and adapter in one.",
            "gguf: one file with everything for llama.cpp and its kin; without an adapter the base alone.",
            "gguf-adapter: the adapter alone, for llama.cpp to load beside a file of the base.",
            "peft: a copy of the adapter's folder, for PEFT and others that load adapters beside their base."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "ADAPTER",
            description = "A PEFT adapter folder, the name of an adapter in the studio's home, or OWNER/NAME as on the"
                    + " hub if it is on this machine.")
    private @Nullable String adapter;

    @Option(
            names = {"--base", "--model"},
            paramLabel = "MODEL",
            description =
                    "The adapter's base: a checkpoint folder, or OWNER/NAME as on the hub if it is on this machine;"
                            + " the one that the adapter names if left out.")
    private @Nullable String base;

    @Option(
            names = "--format",
            defaultValue = "merged",
            converter = FormatConverter.class,
            paramLabel = "FORMAT",
            description = "merged, gguf, gguf-adapter or peft; merged if left out.")
    @SuppressWarnings("NullAway.Init")
    private ExportFormat format;

    @Option(
            names = {"--type", "--dtype"},
            paramLabel = "TYPE",
            description =
                    "What matrices are stored as: f32, f16, bf16, and for gguf also q8_0 and q4_0. Left out: as the"
                            + " base for merged, f16 for gguf, f32 for gguf-adapter; peft keeps what"
                            + " the adapter stores.")
    private @Nullable String type;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "A new folder for merged and peft, a new file for the others; left out: one named after the"
                    + " adapter.")
    private @Nullable Path out;

    @Option(
            names = "--shard-size",
            defaultValue = "5",
            paramLabel = "GB",
            description =
                    "The most that one file of a merged checkpoint may hold, in billions of bytes; 5 if left out.")
    private double shardSize;

    @Option(
            names = "--no-check",
            description = "Do not load what was written and compare it; for models that do not fit into memory.")
    private boolean unchecked;

    @Override
    public Integer call() {
        if (adapter == null && format != ExportFormat.GGUF) {
            throw usage("The format " + format.id() + " needs an ADAPTER.");
        }
        String typeName = typeName();
        Terminal terminal = cli.terminal();
        Path adapterFolder = adapter == null ? null : ModelOptions.adapterFolder(cli.home(), adapter);
        Path baseFolder = baseFolder(adapterFolder);
        String name = nameOf(adapterFolder == null ? baseFolder : adapterFolder);
        Path output = out == null ? format.fileName(name, typeName) : out;
        ExportRequest request = new ExportRequest(
                baseFolder, adapterFolder, format, typeName, output, name, (long) (shardSize * 1e9), !unchecked);
        long started = System.nanoTime();
        ExportReport report;
        try (Stages stages = new Stages(terminal)) {
            report = new Exporter(Engine.start(cli.home().settings())).export(request, stages);
        }
        tell(terminal, report, (System.nanoTime() - started) / 1e9);
        return 0;
    }

    private static String nameOf(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "model" : name.toString();
    }

    /** The base that was named, or else the one that the adapter was trained on, or else the one in the box. */
    private Path baseFolder(@Nullable Path adapterFolder) {
        if (base != null || adapterFolder == null) {
            return BaseOptions.folder(cli.home(), base == null ? Seedling.NAME : base);
        }
        try {
            return new HomeModels(cli.home(), System.getenv()).baseOf(adapterFolder);
        } catch (ModelMissingException e) {
            throw new CommandException("The adapter's base " + e.getMessage() + " Or name its folder with --base.", e);
        }
    }

    private String typeName() {
        String given = type == null
                ? format.types().getFirst()
                : type.toLowerCase(Locale.ROOT).replace("float", "f");
        if (!format.types().contains(given)) {
            throw usage("A " + format.id() + " export cannot be stored as '" + type + "'; choose among "
                    + String.join(", ", format.types()) + ".");
        }
        if (!(shardSize >= 1e-9)) {
            throw usage("The size of a shard must be positive.");
        }
        return given;
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private void tell(Terminal terminal, ExportReport report, double seconds) {
        Difference difference = report.difference();
        report.warnings().forEach(warning -> terminal.line("Note: " + warning));
        terminal.line(String.format(
                Locale.ROOT, "%s  %s  %.1f MB", report.output().toAbsolutePath(), report.type(), report.bytes() / 1e6));
        terminal.line(
                difference == null
                        ? "not checked"
                        : String.format(
                                Locale.ROOT,
                                "log-probabilities of %d tokens differ from base and adapter by %.2g nats on average,"
                                        + " %.2g at most",
                                difference.tokens(),
                                difference.mean(),
                                difference.largest()));
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("output", report.output().toAbsolutePath().toString());
            result.put("format", format.id());
            result.put("type", report.type());
            result.put("bytes", report.bytes());
            result.put("seconds", seconds);
            result.put("checked", difference != null);
            if (difference != null) {
                result.put("mean_difference", difference.mean());
                result.put("largest_difference", difference.largest());
                result.put("tokens", difference.tokens());
            }
            result.put("warnings", report.warnings());
            terminal.result(result);
        }
    }

    /** Reads what people type. */
    static final class FormatConverter implements ITypeConverter<ExportFormat> {
        @Override
        public ExportFormat convert(String value) {
            return ExportFormat.ofId(value)
                    .orElseThrow(() -> new TypeConversionException(
                            "There is no format '" + value + "'; choose merged, gguf, gguf-adapter or peft."));
        }
    }

    /** A line of progress for each stage. */
    private static final class Stages implements ExportListener, AutoCloseable {
        private final boolean quiet;
        private final ProgressLine writing;
        private final ProgressLine checking;

        Stages(Terminal terminal) {
            this.quiet = terminal.json();
            this.writing = terminal.progress("writing");
            this.checking = terminal.progress("checking");
        }

        @Override
        public void onProgress(Stage stage, long done, long total) {
            if (quiet) {
                return;
            }
            switch (stage) {
                case WRITING ->
                    writing.update(done, total, String.format(Locale.ROOT, "%.0f of %.0f MB", done / 1e6, total / 1e6));
                case CHECKING -> checking.update(done, total, done + " of " + total + " texts");
            }
        }

        @Override
        public void close() {
            checking.close();
            writing.close();
        }
    }
}
