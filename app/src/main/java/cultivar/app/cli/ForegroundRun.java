package cultivar.app.cli;

import cultivar.app.home.Home;
import cultivar.finetune.Recipe;
import cultivar.finetune.Run;
import cultivar.finetune.RunEvent;
import cultivar.finetune.RunPhase;
import cultivar.finetune.RunService;
import cultivar.finetune.RunStore;
import cultivar.runtime.job.JobEvent;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobService;
import cultivar.runtime.job.PauseOnExit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A run that a command makes in its own process and waits for; two of one home wait for each other. */
final class ForegroundRun {
    private final Terminal terminal;
    private final ProgressLine progress;
    private final Home home;
    private final OneModel models;
    private final TrainCommand.LazyDatanets datanets;

    ForegroundRun(
            Terminal terminal, ProgressLine progress, Home home, OneModel models, TrainCommand.LazyDatanets datanets) {
        this.terminal = terminal;
        this.progress = progress;
        this.home = home;
        this.models = models;
        this.datanets = datanets;
    }

    /** Makes a new run and gives it as it ended. */
    Run make(Recipe recipe) throws InterruptedException {
        return await(service -> service.submit(recipe));
    }

    /** Goes on with a run and gives it as it ended. */
    Run resume(Run run) throws InterruptedException {
        return await(service -> service.resume(run.id()));
    }

    private Run await(Function<RunService, Run> begin) throws InterruptedException {
        RunStore store = new RunStore(home.root());
        try (JobService jobs =
                JobService.foreground(new JobHome(home.root()), models).start()) {
            RunService service = new RunService(store, models, datanets::get, jobs, Runnable::run);
            service.listen(this::follow);
            CompletableFuture<String> id = new CompletableFuture<>();
            try (PauseOnExit _ =
                    new PauseOnExit(jobs, () -> store.find(id.getNow("")).ifPresent(this::say))) {
                id.complete(begin.apply(service).id());
                jobs.await(id.join());
            }
            return store.find(id.join())
                    .orElseThrow(() -> new CommandException("The run " + id.join() + " was discarded."));
        }
    }

    /** Said last, when the process is ended from outside. */
    private void say(Run run) {
        terminal.say("cultivar: "
                + (run.phase() == RunPhase.PAUSED
                        ? paused(run)
                        : "the run " + run.name() + " is " + run.phase().id() + "."));
    }

    /** The finished adapter of a run; what to do if there is none is the exception's message. */
    static Path requireAdapter(Run run) {
        Path adapter = run.adapter();
        if (run.phase() == RunPhase.FINISHED && adapter != null) {
            return adapter;
        }
        throw new CommandException(
                switch (run.phase()) {
                    case PAUSED -> paused(run);
                    case CANCELLED -> "The run " + run.name() + " was cancelled before its first step.";
                    default -> run.reason();
                });
    }

    private static String paused(Run run) {
        return "The run " + run.name() + " is saved after step " + run.step() + ". Go on with `cultivar train --resume "
                + run.id() + "`";
    }

    /** Shows a run's news: with {@code --json} one object a step, else a line of progress. */
    private void follow(RunEvent event) {
        switch (event) {
            case RunEvent.Step(String _, var step) -> {
                if (terminal.json()) {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("step", step.step());
                    object.put("loss", step.loss());
                    object.put("grad_norm", step.gradNorm());
                    object.put("learning_rate", step.learningRate());
                    object.put("tokens_per_second", step.tokensPerSecond());
                    terminal.result(object);
                } else {
                    progress.update(
                            step.step(),
                            step.steps(),
                            String.format(
                                    Locale.ROOT,
                                    "loss %.4f  %.0f tokens/s  %s left",
                                    step.loss(),
                                    step.tokensPerSecond(),
                                    ProgressLine.duration(step.secondsLeft())));
                }
            }
            case RunEvent.Validated(String _, int step, double loss) ->
                terminal.say(String.format(Locale.ROOT, "step %d: loss on validation rows %.4f", step, loss));
            // Why it failed is said once, at the end.
            case RunEvent.Said(String _, JobEvent.Level level, String text)
            when level != JobEvent.Level.ERROR -> terminal.say(text);
            default -> {}
        }
    }
}
