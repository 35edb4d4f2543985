package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.runtime.LanguageModel;
import cultivar.runtime.api.Adapters;
import cultivar.runtime.api.ApiRoutes;
import cultivar.runtime.api.ServedModel;
import cultivar.runtime.http.WebServer;
import cultivar.runtime.lifetime.ProcessEnd;
import cultivar.runtime.serve.AdapterShelf;
import cultivar.runtime.serve.AdapterShelf.Keeping;
import cultivar.runtime.serve.ServeStatus;
import cultivar.runtime.serve.Serving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The HTTP interface in the foreground: one base, any number of adapters, until it is told to end. */
@Command(
        name = "serve",
        description = "Answers over HTTP as OpenAI and vLLM do: one base and any number of adapters.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    /** For answers that are under way when the server is told to end. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Mixin
    private final BaseOptions model = new BaseOptions();

    @Option(
            names = "--served-model-name",
            paramLabel = "NAME",
            description = "What clients call the base; its folder's name if left out.")
    private @Nullable String servedName;

    @Option(
            names = "--adapters",
            paramLabel = "FOLDER",
            description = "A folder whose PEFT subfolders are adapters by their names, also those that come later.")
    private @Nullable Path adapterFolder;

    @Option(
            names = "--adapter",
            paramLabel = "NAME=ADAPTER",
            description = "One adapter: a name, and a PEFT folder or an adapter of the studio's home. Repeatable.")
    private Map<String, String> single = new LinkedHashMap<>();

    @Option(
            names = "--merge",
            paramLabel = "NAME",
            description =
                    "An adapter whose sum with the base is held too, out of --ready-mib: it then answers as fast as"
                            + " the base while nobody else is asked. Repeatable.")
    private List<String> merged = new ArrayList<>();

    @Mixin
    private final ServeDoor door = new ServeDoor();

    @Mixin
    private final ServeBudget budget = new ServeBudget();

    @Override
    public Integer call() throws IOException {
        door.check();
        if (servedName != null && servedName.isBlank()) {
            throw new CommandException("--served-model-name must be a name, or be left out.");
        }
        Home home = cli.home();
        if (adapterFolder != null && !Files.isDirectory(adapterFolder)) {
            throw new CommandException("There is no folder " + adapterFolder + ". Make it, or leave --adapters out.");
        }
        Path folder = model.folder(home);
        try (LanguageModel base = model.open(home);
                Serving serving = base.serve(budget.settings())) {
            ServedModel served = ServedModel.of(name(folder), base, budget.context(base));
            Adapters adapters = new Adapters(
                    served.name(),
                    serving.shelf(),
                    adapterFolder == null
                            ? null
                            : adapterFolder.toAbsolutePath().normalize());
            single.forEach((name, given) ->
                    adapters.load(name, ModelOptions.adapterFolder(home, given), Keeping.USUAL, false));
            adapters.look();
            merged.forEach(name -> merge(adapters, serving.shelf(), name));
            List<String> names =
                    adapters.look().stream().map(entry -> entry.name()).toList();
            try (WebServer server = door.open(List.of(new ApiRoutes(served, serving, adapters)), budget.largestBody());
                    ProcessEnd.Registration _ = ProcessEnd.ofThisProcess().before(() -> {
                        end(server, serving);
                        report(serving.status());
                    })) {
                tell(served, names, server.port());
                awaitTheEnd();
                end(server, serving);
                report(serving.status());
            }
        }
        return 0;
    }

    private static void merge(Adapters adapters, AdapterShelf shelf, String name) {
        AdapterShelf.Entry entry = shelf.entry(name)
                .orElseThrow(() -> new CommandException("There is no adapter " + name
                        + " to merge that can be served. Name it with --adapter " + name
                        + "=FOLDER, or one of --adapters."));
        adapters.load(name, entry.folder(), new Keeping(entry.keeping().pinned(), true), false);
    }

    private String name(Path folder) {
        if (servedName != null) {
            return servedName;
        }
        Path last = folder.getFileName();
        // OWNER/NAME is how the hub's clients know it.
        String given = model.given();
        boolean ofTheHub = given.matches("[^/\\\\.]+/[^/\\\\]+") && !Files.exists(Path.of(given));
        return ofTheHub || last == null ? given : last.toString();
    }

    /** Answers under way may end; those that take longer are told that the server does. */
    private static void end(WebServer server, Serving serving) {
        try {
            server.drain(GRACE);
            serving.close();
            server.drain(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }

    /** Ctrl-C ends the process, which does what was left to do first; an interruption of this thread ends it as well. */
    private static void awaitTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // Told to end from inside: what follows must not be interrupted again.
            return;
        }
    }

    /** What was answered, and how often an adapter was where it is needed, by which its budget can be judged. */
    private void report(ServeStatus status) {
        cli.terminal()
                .say("Answered " + status.answered() + (status.answered() == 1 ? " request with " : " requests with ")
                        + status.newTokens() + " tokens.");
        long wanted = status.readyHits() + status.warmHits() + status.coldHits();
        if (wanted > 0) {
            cli.terminal()
                    .say(String.format(
                            Locale.ROOT,
                            "Adapters were ready for %.1f %% of %d requests, in memory for %.1f %%, on the disk for"
                                    + " %.1f %%.",
                            100.0 * status.readyHits() / wanted,
                            wanted,
                            100.0 * status.warmHits() / wanted,
                            100.0 * status.coldHits() / wanted));
        }
    }

    private void tell(ServedModel served, List<String> adapters, int port) {
        Terminal terminal = cli.terminal();
        String url = door.url(port);
        door.warnings().forEach(warning -> terminal.say("cultivar: " + warning));
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("url", url);
            result.put("port", port);
            result.put("api_key", door.token());
            result.put("model", served.name());
            result.put("max_model_len", served.context());
            result.put("adapters", adapters);
            terminal.result(result);
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("Serves " + served.name() + " with " + adapters.size()
                + (adapters.size() == 1 ? " adapter" : " adapters") + " at " + url + "/v1. Ctrl-C ends it.");
        if (door.made()) {
            lines.add("The token, new at every start: " + door.token());
        }
        lines.add("Ask it with any client of OpenAI's interface, or:");
        lines.add("  curl " + url + "/v1/chat/completions"
                + (door.token() == null ? "" : " -H 'Authorization: Bearer " + door.token() + "'")
                + " -d '{\"model\": \"" + (adapters.isEmpty() ? served.name() : adapters.getFirst())
                + "\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'");
        lines.forEach(terminal::line);
    }
}
