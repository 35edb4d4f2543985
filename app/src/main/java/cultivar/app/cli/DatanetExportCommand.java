package cultivar.app.cli;

import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.Split;
import cultivar.datanet.export.DatanetExporter;
import cultivar.datanet.export.ExportFormat;
import cultivar.datanet.export.ExportLayout;
import cultivar.datanet.export.ExportPlan;
import cultivar.datanet.export.ExportReport;
import cultivar.datanet.store.DatanetStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** A datanet's rows for other programs. */
@Command(
        name = "export",
        description = {
            "Writes a datanet's rows, each with its contributor, licence, source, tags and content hash.",
            "jsonl and parquet: one file of the training rows, or with --held-out of those kept for evaluation.",
            "folder: as the Hugging Face Hub keeps data sets, a card and both kinds of rows.",
            "What is written can be imported again, to the same rows."
        },
        mixinStandardHelpOptions = true)
final class DatanetExportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private DatanetCommand parent;

    @Parameters(
            paramLabel = "NAME",
            description = "The datanet: its accepted rows as they are now, or NAME@VERSION for a version's.")
    private String name = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "jsonl (the default), parquet or folder.")
    private String format = "jsonl";

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description = "messages (the default), sharegpt, alpaca or prompt-completion.")
    private String layout = "messages";

    @Option(
            names = "--balance-by-tag",
            description = "Let every tag give as many training rows as the rarest one, evenly spread.")
    private boolean balance;

    @Option(names = "--held-out", description = "Write the held-out rows.")
    private boolean heldOut;

    @Option(
            names = "--out",
            paramLabel = "PLACE",
            description = "The file or folder to make; by default the datanet's name, here.")
    private @Nullable Path out;

    @Override
    public Integer call() {
        boolean ofVersion = name.contains("@");
        DatanetVersionRef ref = ofVersion ? DatanetVersionRef.parse(name) : new DatanetVersionRef(name, 1);
        ExportPlan plan = new ExportPlan(
                ref.name(),
                ofVersion ? ref.number() : null,
                ExportFormat.ofId(format),
                ExportLayout.ofId(layout),
                heldOut ? Split.HELD_OUT : Split.TRAIN,
                balance);
        Path target = out != null
                ? out
                : Path.of(
                        plan.format() == ExportFormat.FOLDER
                                ? ref.name()
                                : ref.name() + "." + plan.format().id());
        Terminal terminal = parent.terminal();
        try (DatanetStore store = parent.open();
                ProgressLine progress = terminal.progress("export")) {
            long total = store.get(ref.name()).rows();
            ExportReport report = new DatanetExporter(store)
                    .write(plan, target, rows -> progress.update(rows, Math.max(rows, total), rows + " rows"));
            terminal.line(report.target() + "  " + report.rows() + " rows"
                    + (report.heldOutRows() > 0 ? ", " + report.heldOutRows() + " held out" : ""));
            if (report.skipped() > 0) {
                terminal.say(report.skipped() + " rows have more turns than the layout "
                        + plan.layout().id() + " can hold and were not written; choose messages to have them");
            }
            if (terminal.json()) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("target", report.target().toString());
                result.put("rows", report.rows());
                result.put("held_out_rows", report.heldOutRows());
                result.put("skipped", report.skipped());
                result.put("left_out", report.leftOut());
                terminal.result(result);
            }
            return report.skipped() > 0 ? Cli.FAILED : 0;
        }
    }
}
