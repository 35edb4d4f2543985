package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.finetune.Run;
import cultivar.finetune.RunPhase;
import cultivar.finetune.RunService;
import cultivar.finetune.RunStore;
import cultivar.runtime.client.EngineJobs;
import cultivar.runtime.client.EngineLink;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobMetrics;
import cultivar.runtime.job.Jobs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The runs of a home: what runs, what waits, what came of the others; and what one can ask of them. */
@Command(
        name = "runs",
        description = {
            "Lists the runs, the newest first, and steers them.",
            "A run is named by its id, or by its adapter's name if only one run has it."
        },
        mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
    private static final String RUN = "RUN";

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Cli cli;

    @Override
    public Integer call() {
        Terminal terminal = cli.terminal();
        Home home = cli.home();
        RunStore store = new RunStore(home.root());
        List<String> queue = new JobHome(home.root()).queue();
        List<Run> runs = store.list();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Run run : runs) {
            JobMetrics metrics = store.metrics(run.id());
            rows.add(row(run, metrics, queue.indexOf(run.id())));
            terminal.line(line(run, metrics, queue.indexOf(run.id())));
        }
        if (runs.isEmpty()) {
            terminal.line("No runs yet. `cultivar train --help` says how to make one.");
        }
        if (terminal.json()) {
            terminal.result(Map.of("runs", rows));
        }
        return 0;
    }

    private static Map<String, Object> row(Run run, JobMetrics metrics, int place) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", run.id());
        row.put("name", run.name());
        row.put("phase", run.phase().id());
        row.put("queue_position", place < 0 ? null : place);
        row.put("step", made(run, metrics));
        row.put("steps", run.steps());
        row.put(
                "loss",
                metrics.steps().isEmpty() ? null : metrics.steps().getLast().loss());
        row.put("seconds", run.seconds());
        row.put("adapter", run.adapter() == null ? null : run.adapter().toString());
        row.put("reason", run.reason());
        return row;
    }

    private static String line(Run run, JobMetrics metrics, int place) {
        String phase = run.phase().id() + (place > 0 ? " " + place : "");
        String loss = metrics.steps().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT, "loss %.4f", metrics.steps().getLast().loss());
        return String.format(
                        Locale.ROOT,
                        "%-12s %6d of %-6d %-12s %s%s",
                        phase,
                        made(run, metrics),
                        run.steps(),
                        loss,
                        run.id(),
                        run.phase() == RunPhase.FAILED ? "  " + run.reason() : "")
                .stripTrailing();
    }

    private static int made(Run run, JobMetrics metrics) {
        return metrics.steps().isEmpty()
                ? run.step()
                : metrics.steps().getLast().step();
    }

    /** The run of an id, or the only one of an adapter's name that is not over yet, or else the newest of that name. */
    static Run named(RunStore store, String name) {
        return store.find(name)
                .or(() -> {
                    List<Run> found = store.list().stream()
                            .filter(run -> run.name().equals(name))
                            .toList();
                    return found.stream()
                            .filter(run -> run.phase() != RunPhase.FINISHED)
                            .findFirst()
                            .or(() -> found.stream().findFirst());
                })
                .orElseThrow(() -> new CommandException(
                        "There is no run \"" + name + "\". `cultivar runs` lists those that there are."));
    }

    @Command(
            name = "pause",
            description = "Saves a run after the step that it is at and takes it out of memory.",
            mixinStandardHelpOptions = true)
    int pause(@Parameters(paramLabel = RUN) String run) {
        return steer(run, RunService::pause, "is asked to pause");
    }

    @Command(
            name = "resume",
            description = {
                "Queues a run again; it goes on from its last checkpoint, in the background.",
                "To wait for it and see its steps, use `cultivar train --resume RUN`."
            },
            mixinStandardHelpOptions = true)
    int resume(@Parameters(paramLabel = RUN) String run) {
        return steer(run, RunService::resume, "is queued");
    }

    @Command(
            name = "stop",
            description = "Ends a run after the step that it is at and saves its adapter as it stands.",
            mixinStandardHelpOptions = true)
    int stop(@Parameters(paramLabel = RUN) String run) {
        return steer(run, RunService::finish, "is asked to stop and save its adapter");
    }

    @Command(
            name = "discard",
            description = "Ends a run and deletes everything of it; a finished adapter stays.",
            mixinStandardHelpOptions = true)
    int discard(@Parameters(paramLabel = RUN) String run) {
        return steer(run, RunService::discard, "is discarded");
    }

    @Command(
            name = "move",
            description = "Puts a run that waits at another place in the queue.",
            mixinStandardHelpOptions = true)
    int move(
            @Parameters(paramLabel = RUN) String run,
            @Parameters(paramLabel = "PLACE", description = "1 for the next to run.") int place) {
        return steer(run, (service, id) -> service.move(id, place - 1), "is moved");
    }

    private int steer(String name, BiConsumer<RunService, String> action, String done) {
        Terminal terminal = cli.terminal();
        Home home = cli.home();
        RunStore store = new RunStore(home.root());
        Run run = named(store, name);
        try (TrainCommand.LazyDatanets datanets = new TrainCommand.LazyDatanets(home);
                OneModel models = new OneModel(home)) {
            RunService service = new RunService(
                    store,
                    models,
                    datanets::get,
                    new EngineJobs(new EngineLink(new JobHome(home.root()))),
                    Runnable::run);
            try {
                action.accept(service, run.id());
            } finally {
                service.close(Jobs.OnClose.KEEP);
            }
        }
        terminal.line("The run " + run.id() + " " + done + ".");
        if (terminal.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("id", run.id());
            result.put(
                    "phase", store.find(run.id()).map(now -> now.phase().id()).orElse("discarded"));
            terminal.result(result);
        }
        return 0;
    }
}
