package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.app.hub.HomeModels;
import cultivar.runtime.hub.Bytes;
import cultivar.runtime.hub.DownloadListener;
import cultivar.runtime.hub.DownloadPlan;
import cultivar.runtime.hub.DownloadProgress;
import cultivar.runtime.hub.Hub;
import cultivar.runtime.hub.HubModel;
import cultivar.runtime.hub.HubQuery;
import cultivar.runtime.hub.LocalRepository;
import cultivar.runtime.hub.RepoKind;
import cultivar.runtime.hub.RepoRevision;
import cultivar.runtime.seedling.Seedling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Models and adapters on the Hugging Face hub, and those that are here. */
@Command(
        name = "hub",
        description = "Searches the Hugging Face hub, downloads from it, and lists what is here.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HubLoginCommand.class, HubLogoutCommand.class})
final class HubCommand {
    private static final String ROW = "%-54s %9s  %s";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    Cli cli() {
        return cli;
    }

    HomeModels models() {
        return new HomeModels(cli.home(), System.getenv());
    }

    @Command(
            name = "search",
            description = "The most downloaded models whose names have these words.",
            mixinStandardHelpOptions = true)
    int search(
            @Parameters(arity = "0..*", paramLabel = "WORDS", description = "What to look for.") @Nullable
                    List<String> words,
            @Option(names = "--adapters", description = "Look for PEFT adapters in place of models.") boolean adapters,
            @Option(
                            names = "--limit",
                            defaultValue = "20",
                            paramLabel = "N",
                            description = "How many to show (default: ${DEFAULT-VALUE}).")
                    int limit) {
        Terminal terminal = cli.terminal();
        HomeModels models = models();
        List<HubModel> found;
        try (Hub hub = models.open()) {
            found = hub.search(
                    new HubQuery(words == null ? "" : String.join(" ", words), adapters, limit), () -> false);
        }
        terminal.line(String.format(ROW, "NAME", "SIZE", "DOWNLOADS  LICENCE"));
        for (HubModel model : found) {
            terminal.line(String.format(
                    ROW,
                    model.id(),
                    model.weightBytes() == 0 ? "?" : Bytes.text(model.weightBytes()),
                    String.format(Locale.ROOT, "%9d  %s", model.downloads(), model.licence())
                            + (model.gated() ? "  (gated)" : "")));
        }
        if (found.isEmpty()) {
            terminal.say("Nothing on the hub has these words in its name.");
        }
        if (terminal.json()) {
            terminal.result(
                    Map.of("models", found.stream().map(HubCommand::figures).toList()));
        }
        return 0;
    }

    @Command(
            name = "download",
            description = "Fetches a model or adapter into the studio's home, or what is still missing of it.",
            mixinStandardHelpOptions = true)
    int download(
            @Parameters(
                            paramLabel = "OWNER/NAME[@REVISION]",
                            description = "A repository on the hub, and a branch, tag or commit of it.")
                    RepoRevision what) {
        Terminal terminal = cli.terminal();
        Home home = cli.home().make();
        try (Hub hub = new HomeModels(home, System.getenv()).open()) {
            DownloadPlan plan = hub.plan(what, () -> false);
            terminal.say(announcement(plan, hub.left(plan)));
            LocalRepository here;
            try (ProgressLine progress = terminal.progress("download")) {
                here = hub.fetch(plan, following(progress));
            }
            String kind = plan.kind() == RepoKind.MODEL ? "model" : "adapter";
            terminal.line("The " + kind + " is in " + here.folder());
            plan.base().ifPresent(base -> terminal.say("It belongs to the base model " + base + "."));
            if (terminal.json()) {
                Map<String, Object> result = figures(here);
                result.put("revision", what.revision());
                plan.base().ifPresent(base -> result.put("base", base.toString()));
                terminal.result(result);
            }
            return 0;
        }
    }

    private static String announcement(DownloadPlan plan, long left) {
        String licence = plan.licence().isEmpty() ? "no licence named" : "licence " + plan.licence();
        return plan.repository().asked() + ": " + Bytes.text(plan.bytes()) + " in "
                + plan.files().size() + " files, " + licence
                + (left == plan.bytes() ? "" : ", " + Bytes.text(left) + " to fetch");
    }

    private static DownloadListener following(ProgressLine line) {
        return progress -> line.update(progress.done(), progress.total(), detail(progress));
    }

    private static String detail(DownloadProgress progress) {
        return String.format(Locale.ROOT, "%s of %s", Bytes.text(progress.done()), Bytes.text(progress.total()))
                + (progress.bytesPerSecond() <= 0
                        ? ""
                        : "  " + Bytes.text(Math.round(progress.bytesPerSecond())) + "/s  "
                                + ProgressLine.duration(progress.secondsLeft()) + " left");
    }

    @Command(
            name = "list",
            description = "The models and adapters that are on this machine: in the box, in the studio's home, in the"
                    + " cache of Hugging Face's tools. Needs no network.",
            mixinStandardHelpOptions = true)
    int list() {
        Terminal terminal = cli.terminal();
        HomeModels models = models();
        List<Map<String, Object>> rows = new ArrayList<>();
        List<LocalRepository> found = models.local().models();
        terminal.line(String.format(ROW, "NAME", "SIZE", "WHERE"));
        if (found.stream().noneMatch(model -> model.name().equals(Seedling.NAME))) {
            terminal.line(String.format(ROW, Seedling.NAME, "", "in the box"));
            rows.add(box());
        }
        for (LocalRepository here : found) {
            show(terminal, here, here.name().equals(Seedling.NAME) ? "in the box" : where(here));
            rows.add(figures(here));
        }
        for (LocalRepository here : models.local().adapters()) {
            show(terminal, here, "adapter, " + where(here));
            rows.add(figures(here));
        }
        if (terminal.json()) {
            terminal.result(Map.of("models", rows));
        }
        return 0;
    }

    private static void show(Terminal terminal, LocalRepository here, String where) {
        terminal.line(String.format(ROW, here.name(), Bytes.text(here.bytes()), where));
    }

    private static String where(LocalRepository here) {
        return switch (here.source()) {
            case STUDIO -> "home: " + here.folder();
            case HUGGING_FACE_CACHE -> "cache: " + here.folder();
            case FOLDER -> "folder";
        };
    }

    private static Map<String, Object> box() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", Seedling.NAME);
        row.put("kind", "model");
        row.put("source", "box");
        return row;
    }

    private static Map<String, Object> figures(HubModel model) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", model.id().toString());
        row.put("kind", model.adapter() ? "adapter" : "model");
        row.put("downloads", model.downloads());
        row.put("likes", model.likes());
        row.put("gated", model.gated());
        row.put("licence", model.licence());
        row.put("library", model.library());
        row.put("weight_bytes", model.weightBytes());
        row.put(
                "modified",
                Optional.ofNullable(model.modified()).map(Object::toString).orElse(""));
        row.put("tags", model.tags());
        model.base().ifPresent(base -> row.put("base", base.toString()));
        return row;
    }

    private static Map<String, Object> figures(LocalRepository here) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", here.name());
        row.put("kind", here.kind() == RepoKind.MODEL ? "model" : "adapter");
        row.put(
                "source",
                switch (here.source()) {
                    case STUDIO -> here.name().equals(Seedling.NAME) ? "box" : "studio";
                    case HUGGING_FACE_CACHE -> "hugging_face_cache";
                    case FOLDER -> "folder";
                });
        Path folder = here.folder().toAbsolutePath();
        row.put("folder", folder.toString());
        row.put("weight_bytes", here.bytes());
        row.put("commit", here.commit());
        return row;
    }
}
