package cultivar.app.cli;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.DatanetVersion;
import cultivar.datanet.EvmAddress;
import cultivar.datanet.Message;
import cultivar.datanet.Split;
import cultivar.datanet.load.DatasetFolder;
import cultivar.datanet.load.HeadingQuestions;
import cultivar.datanet.load.Mapping;
import cultivar.datanet.load.Preview;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.load.Target;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.ImportListener;
import cultivar.datanet.store.ImportProgress;
import cultivar.datanet.store.ImportReport;
import cultivar.datanet.store.ProblemFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Files and folders of rows into a datanet. */
@Command(
        name = "import",
        description = {
            "Brings files of rows into a datanet, which is made if need be, and publishes a version.",
            "Files are JSON Lines, JSON, CSV, TSV or Parquet; a folder is taken as the Hugging Face Hub keeps data"
                    + " sets, its validation and test files as held-out rows.",
            "Documents (.md, .txt, .pdf, .docx) give a row for each heading or question with the text below it, and"
                    + " keep the span that it came from. With --rows-by model, a model on this machine reads them"
                    + " passage by passage and writes rows, which wait for review and are in no version before it.",
            "Rows that are there already are passed over, and rows that cannot go in are listed."
        },
        mixinStandardHelpOptions = true)
final class DatanetImportCommand implements Callable<Integer> {
    private static final int CELL = 100;
    private static final String BY_HEADINGS = "headings";
    private static final String BY_MODEL = "model";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private DatanetCommand parent;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or folders of them.")
    private List<Path> files = List.of();

    @Option(names = "--into", required = true, paramLabel = "NAME", description = "The datanet's name.")
    private String name = "";

    @Option(names = "--contributor", paramLabel = "ADDRESS", description = "Whose rows they are that do not say.")
    private @Nullable String contributor;

    @Option(names = "--licence", description = "The licence of rows that name none.")
    private @Nullable String licence;

    @Option(names = "--held-out", description = "Keep all rows apart for evaluation.")
    private boolean heldOut;

    @Option(
            names = "--map",
            paramLabel = "COLUMN=ROLE",
            description =
                    "What a column is whose name does not tell: messages, text, system, prompt, input, completion,"
                            + " contributor, licence, source, context, tags or nothing. May be repeated.")
    private Map<String, String> map = new LinkedHashMap<>();

    @Option(
            names = "--refused",
            paramLabel = "FILE",
            description = "Save all refused lines and remarks to this file, each with its place and reason.")
    private @Nullable Path refused;

    @Option(
            names = "--rows-by",
            paramLabel = "WAY",
            defaultValue = "headings",
            description = "How documents become rows: headings (and question marks), or model. Default: headings.")
    private String rowsBy = BY_HEADINGS;

    @Option(
            names = "--heading-question",
            paramLabel = "TEMPLATE",
            description = "How headings are asked, with {heading} for the heading, as in \"What does the section"
                    + " {heading} say?\"; empty makes no rows of headings. Without it they stand as they are.")
    private @Nullable String headingQuestion;

    @Option(
            names = {"--base", "--model"},
            paramLabel = "MODEL",
            description = "With --rows-by model: a checkpoint folder, or OWNER/NAME as on the hub if it is on this"
                    + " machine; the base model in the box if left out.")
    private @Nullable String base;

    @Option(
            names = "--adapter",
            paramLabel = "ADAPTER",
            description = "With --rows-by model: an adapter that answers with the base.")
    private @Nullable String adapter;

    @Option(names = "--preview", description = "Write nothing; show what each column is taken for, and three rows.")
    private boolean preview;

    /** A file with what it is for and what stands for missing fields. */
    private record Part(Path file, Split split, RowDefaults defaults) {}

    @Override
    public Integer call() {
        EvmAddress owner = contributor == null ? EvmAddress.NOBODY : EvmAddress.parse(contributor);
        if (byModel()) {
            Split split = heldOut ? Split.HELD_OUT : Split.TRAIN;
            return new DocumentsByModel(parent, name, new RowDefaults(owner, licence == null ? "" : licence), split)
                    .run(files, base, adapter, refused);
        }
        Map<String, Target> changes = Mapping.changes(map);
        HeadingQuestions headings =
                headingQuestion == null ? HeadingQuestions.AS_THEY_STAND : new HeadingQuestions(headingQuestion);
        List<Part> parts = new ArrayList<>();
        DatanetCard card = DatanetCard.titled(name);
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                DatasetFolder folder = DatasetFolder.read(file);
                RowDefaults defaults = new RowDefaults(owner, licence == null ? folder.licence() : licence, headings);
                folder.parts().forEach(part -> parts.add(new Part(part.file(), side(part.split()), defaults)));
                card = folder.card(name);
            } else if (Files.isRegularFile(file)) {
                parts.add(new Part(
                        file, side(Split.TRAIN), new RowDefaults(owner, licence == null ? "" : licence, headings)));
            } else {
                throw new CommandException(file + " is not a file that can be imported; choose a .jsonl file");
            }
        }
        // What cannot begin is said before anything is made.
        List<Preview> previews = parts.stream()
                .map(part -> Preview.of(part.file(), part.defaults(), changes))
                .toList();
        return preview ? show(parts, previews) : load(card, parts, changes);
    }

    /** Whether a model writes the rows; refuses what does not go together. */
    private boolean byModel() {
        if (!rowsBy.equals(BY_HEADINGS) && !rowsBy.equals(BY_MODEL)) {
            throw new CommandException("--rows-by must be headings or model, not " + rowsBy);
        }
        boolean byModel = rowsBy.equals(BY_MODEL);
        if (!byModel && (base != null || adapter != null)) {
            throw new CommandException("--base and --adapter say which model writes rows; add --rows-by model");
        }
        if (byModel && (preview || !map.isEmpty() || headingQuestion != null)) {
            throw new CommandException(
                    "--preview, --map and --heading-question do not go with --rows-by model; leave them out");
        }
        return byModel;
    }

    private Split side(Split split) {
        return heldOut ? Split.HELD_OUT : split;
    }

    private int load(DatanetCard card, List<Part> parts, Map<String, Target> changes) {
        Terminal terminal = parent.terminal();
        try (DatanetStore store = parent.open();
                ProgressLine progress = terminal.progress("import")) {
            if (store.find(name).isEmpty()) {
                store.create(card);
            }
            List<ImportReport> reports = new ArrayList<>();
            for (Part part : parts) {
                reports.add(store.importFile(
                        name, part.file(), part.split(), part.defaults(), changes, new Follower(terminal, progress)));
            }
            Datanet datanet = store.get(name);
            if (datanet.draftRows() > 0) {
                DatanetVersion version = store.publish(name);
                terminal.line("version " + version.number() + "  " + version.rows() + " rows  root " + version.root());
            }
            Map<String, Object> result = result(reports);
            terminal.line(result.get("added") + " rows went in, " + result.get("duplicates") + " were there already, "
                    + result.get("rejected") + " lines were rejected");
            if (refused != null) {
                terminal.line(ProblemFile.write(refused, reports) + " lines are in " + refused);
            }
            if (terminal.json()) {
                terminal.result(result);
            }
            return reports.stream().anyMatch(report -> report.rejected() > 0) ? Cli.FAILED : 0;
        }
    }

    private int show(List<Part> parts, List<Preview> previews) {
        Terminal terminal = parent.terminal();
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Preview file = previews.get(i);
            String layout = file.mapping().layout();
            terminal.line(file.file() + "  "
                    + file.format().name().toLowerCase(Locale.ROOT).replace('_', ' ') + "  "
                    + (layout.isEmpty() ? "no conversation found" : layout) + "  "
                    + parts.get(i).split().id());
            file.mapping().columns().forEach((column, target) -> terminal.line("  " + column + " = " + target.id()));
            for (Preview.Row row : file.rows()) {
                terminal.line("  line " + row.line() + (row.reason().isEmpty() ? "" : ": " + row.reason()));
                if (row.contribution() != null) {
                    for (Message message : row.contribution().messages()) {
                        terminal.line("    " + message.role().id() + ": " + cut(message.content()));
                    }
                }
            }
            shown.add(figures(file, parts.get(i)));
        }
        if (terminal.json()) {
            terminal.result(Map.of("files", shown));
        }
        return previews.stream().allMatch(file -> file.mapping().complete()) ? 0 : Cli.FAILED;
    }

    private static Map<String, Object> figures(Preview preview, Part part) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("file", part.file().toString());
        figures.put("format", preview.format().name().toLowerCase(Locale.ROOT));
        figures.put("layout", preview.mapping().layout());
        figures.put("split", part.split().id());
        figures.put(
                "columns",
                preview.mapping().columns().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().id(), (a, b) -> a, LinkedHashMap::new)));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Preview.Row row : preview.rows()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("line", row.line());
            one.put("reason", row.reason());
            one.put(
                    "messages",
                    row.contribution() == null
                            ? List.of()
                            : row.contribution().messages().stream()
                                    .map(message ->
                                            Map.of("role", message.role().id(), "content", message.content()))
                                    .toList());
            rows.add(one);
        }
        figures.put("rows", rows);
        return figures;
    }

    private static String cut(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= CELL ? line : line.substring(0, CELL - 1) + "…";
    }

    /** Shows progress and problems of an import as they come. */
    private record Follower(Terminal terminal, ProgressLine line) implements ImportListener {
        @Override
        public void progress(ImportProgress progress) {
            line.update(progress.bytes(), progress.total(), progress.added() + " rows");
        }

        @Override
        public void problem(Problem problem) {
            terminal.say(problem.toString());
        }
    }

    private static Map<String, Object> result(List<ImportReport> reports) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("added", reports.stream().mapToLong(ImportReport::added).sum());
        result.put(
                "duplicates",
                reports.stream().mapToLong(ImportReport::duplicates).sum());
        result.put(
                "rejected", reports.stream().mapToLong(ImportReport::rejected).sum());
        result.put(
                "warnings", reports.stream().mapToLong(ImportReport::warnings).sum());
        List<Map<String, Object>> problems = new ArrayList<>();
        for (Problem problem :
                reports.stream().flatMap(report -> report.problems().stream()).toList()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("file", problem.file());
            row.put("line", problem.line());
            row.put("reason", problem.reason());
            row.put("rejected", problem.severity() == Problem.Severity.REJECTED);
            problems.add(row);
        }
        result.put("problems", problems);
        return result;
    }
}
