package cultivar.app.cli;

import cultivar.app.datanets.EngineModel;
import cultivar.app.home.Home;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.Split;
import cultivar.datanet.ask.ModelChoice;
import cultivar.datanet.ask.PassageListener;
import cultivar.datanet.ask.PassageReport;
import cultivar.datanet.ask.PassageRows;
import cultivar.datanet.load.Document;
import cultivar.datanet.load.Problem;
import cultivar.datanet.load.RowDefaults;
import cultivar.datanet.store.DatanetStore;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.lora.LoraAdapter;
import cultivar.runtime.quant.BaseType;
import cultivar.runtime.seedling.Seedling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Documents into rows that a model on this machine writes, for review. */
final class DocumentsByModel {
    private final DatanetCommand parent;
    private final String name;
    private final RowDefaults defaults;
    private final Split split;

    /** @param name the datanet's, which is made if need be */
    DocumentsByModel(DatanetCommand parent, String name, RowDefaults defaults, Split split) {
        this.parent = parent;
        this.name = name;
        this.defaults = defaults;
        this.split = split;
    }

    int run(List<Path> files, @Nullable String base, @Nullable String adapterName, @Nullable Path refused) {
        Terminal terminal = parent.terminal();
        Home home = parent.home();
        // What cannot begin is said before a model is opened.
        List<Document> documents = files.stream().map(Document::read).toList();
        ModelChoice choice =
                new ModelChoice(base == null ? Seedling.NAME : base, adapterName == null ? "" : adapterName);
        Path adapterFolder = adapterName == null ? null : ModelOptions.adapterFolder(home, adapterName);
        try (DatanetStore store = parent.open();
                OneModel models = new OneModel(home)) {
            LanguageModel model = models.open(choice.base(), BaseType.FLOAT32);
            LoraAdapter adapter = adapterFolder == null ? null : model.loadAdapter(adapterFolder);
            EngineModel asked = new EngineModel(model, adapter, adapterFolder, choice.name());
            if (store.find(name).isEmpty()) {
                store.create(DatanetCard.titled(name));
            }
            List<PassageReport> reports = new ArrayList<>();
            for (Document document : documents) {
                try (ProgressLine progress = terminal.progress(document.file())) {
                    reports.add(new PassageRows(store, name, asked, defaults, split)
                            .run(document, new Follower(terminal, progress)));
                }
            }
            return tell(terminal, reports, asked, refused);
        }
    }

    private int tell(Terminal terminal, List<PassageReport> reports, EngineModel asked, @Nullable Path refused) {
        List<Problem> unusable =
                reports.stream().flatMap(report -> report.unusable().stream()).toList();
        long added = reports.stream().mapToLong(PassageReport::added).sum();
        int passages = reports.stream().mapToInt(PassageReport::passages).sum();
        int earlier = reports.stream().mapToInt(PassageReport::earlier).sum();
        terminal.line(asked.name() + " read " + passages + " passages, " + earlier + " of them in an earlier go: "
                + added + " rows went in and wait for review, " + unusable.size() + " passages gave none");
        if (refused != null) {
            save(refused, unusable);
            terminal.line(unusable.size() + " lines are in " + refused);
        }
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("model", asked.name());
            result.put("passages", passages);
            result.put("earlier", earlier);
            result.put("added", added);
            result.put(
                    "duplicates",
                    reports.stream().mapToLong(PassageReport::duplicates).sum());
            result.put(
                    "unusable",
                    unusable.stream()
                            .map(problem -> Map.of(
                                    "file", problem.file(), "passage", problem.line(), "reason", problem.reason()))
                            .toList());
            terminal.result(result);
        }
        return unusable.isEmpty() ? 0 : Cli.FAILED;
    }

    private static void save(Path refused, List<Problem> problems) {
        try {
            Files.write(refused, problems.stream().map(Problem::toString).toList());
        } catch (IOException e) {
            throw new CommandException(refused + " cannot be written (" + e.getMessage() + "); choose another place");
        }
    }

    /** Shows progress and unusable answers as they come. */
    private record Follower(Terminal terminal, ProgressLine line) implements PassageListener {
        @Override
        public void progress(int done, int all, long rows) {
            line.update(done, all, rows + " rows");
        }

        @Override
        public void unusable(Problem problem) {
            terminal.say(problem.toString());
        }
    }
}
