package cultivar.finetune.view;

import cultivar.datanet.DatanetVersionRef;
import cultivar.datanet.Message;
import cultivar.finetune.Evaluation;
import cultivar.finetune.EvaluationListener;
import cultivar.finetune.EvaluationReport;
import cultivar.finetune.Run;
import cultivar.finetune.RunEvent;
import cultivar.finetune.RunPhase;
import cultivar.finetune.TrainingRows;
import cultivar.runtime.job.JobMetrics;
import cultivar.runtime.train.StepReport;
import cultivar.ui.dialog.Confirm;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import cultivar.ui.task.TaskContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** The page of one run: live while it runs, and with its comparison when it is done. */
public final class RunScreen implements Screen {
    private final FinetuneServices services;
    private final WaysOut out;
    private final String id;
    private final Words words = new Words();
    private final RunModel model = new RunModel();
    private final Runnable back;
    private final boolean framed;
    private final List<RunEvent> early = new ArrayList<>();
    private @Nullable RunView view;
    private boolean loaded;

    /**
     * The page of a run.
     *
     * @param id the run's id
     * @param back leads to where the page was opened
     */
    public RunScreen(FinetuneServices services, WaysOut out, String id, Runnable back) {
        this(services, out, id, back, true);
    }

    /** @param framed whether it has a title of its own */
    RunScreen(FinetuneServices services, WaysOut out, String id, Runnable back, boolean framed) {
        this.services = services;
        this.out = out;
        this.id = id;
        this.back = back;
        this.framed = framed;
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new RunView(this, model, words, framed);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        // What is known of the run stays on show while it is read again.
        loaded = false;
        early.clear();
        // Listening begins before reading, so that no step falls between.
        scope.add(new RunNews(services.runs(), this::hear));
        scope.add(load());
    }

    RunModel model() {
        return model;
    }

    void reload() {
        if (model.run().get() == null) {
            model.state().set(ScreenState.LOADING);
        }
        var _ = load();
    }

    private Task<Loaded> load() {
        return services.tasks()
                .load(
                        words.get("run.loading"),
                        context -> new Loaded(
                                services.store().get(id), services.store().metrics(id)))
                .onResult(this::show)
                .onFailure(error -> {
                    model.failure().set(words.failure(error));
                    model.state().set(ScreenState.FAILED);
                });
    }

    private void show(Loaded loaded) {
        model.steps().setAll(loaded.metrics().steps());
        model.validation().setAll(loaded.metrics().validation());
        model.place().set(services.runs().queue().indexOf(id));
        model.run().set(loaded.run());
        model.state().set(ScreenState.READY);
        this.loaded = true;
        List<RunEvent> waiting = List.copyOf(early);
        early.clear();
        hear(waiting);
    }

    private void hear(List<RunEvent> news) {
        if (!loaded) {
            early.addAll(news);
            return;
        }
        List<StepReport> steps = new ArrayList<>();
        int last = model.steps().isEmpty() ? 0 : model.steps().getLast().step();
        boolean again = false;
        for (RunEvent event : news) {
            switch (event) {
                case RunEvent.Changed(Run run)
                when run.id().equals(id) -> model.run().set(run);
                case RunEvent.Removed(String gone) when gone.equals(id) -> back.run();
                case RunEvent.Queue(List<String> ids) -> model.place().set(ids.indexOf(id));
                case RunEvent.Step(String of, StepReport step)
                when of.equals(id) -> {
                    if (step.step() <= last) {
                        // Steps after the checkpoint are made again: what the page shows of them goes.
                        steps.removeIf(known -> known.step() >= step.step());
                        model.steps().removeIf(known -> known.step() >= step.step());
                        model.validation().removeIf(known -> known.step() >= step.step());
                    }
                    steps.add(step);
                    last = step.step();
                }
                case RunEvent.Validated(String of, int step, double loss)
                when of.equals(id) -> {
                    model.validation().removeIf(known -> known.step() >= step);
                    model.validation().add(new JobMetrics.Point(step, loss));
                }
                case RunEvent.Missed _ -> again = true;
                default -> {}
            }
        }
        model.steps().addAll(steps);
        if (again) {
            loaded = false;
            reload();
        }
    }

    void back() {
        back.run();
    }

    void pause() {
        ask("run.pausing", () -> services.runs().pause(id));
    }

    /** Ends the run here with its adapter as it is. */
    void finish() {
        confirm(
                Confirm.of(words.get("run.finish.title"), words.get("run.finish.text"), words.get("run.finish.verb")),
                "run.finishing",
                () -> services.runs().finish(id));
    }

    void discard() {
        confirm(
                Confirm.destructive(
                        words.get("run.discard.title"), words.get("run.discard.text"), words.get("run.discard.verb")),
                "run.discarding",
                () -> services.runs().discard(id));
    }

    void resume() {
        ask("run.resuming", () -> services.runs().resume(id));
    }

    private void confirm(Confirm question, String task, Runnable action) {
        var _ = services.dialogs().confirm(question).thenAccept(yes -> {
            if (yes) {
                ask(task, action);
            }
        });
    }

    private void ask(String task, Runnable action) {
        services.tasks()
                .loadAction(words.get(task), context -> action.run())
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    void remove() {
        Run run = model.run().get();
        if (run == null) {
            return;
        }
        // The news that it is gone leads back.
        Deletion.ask(services, words, run, () -> {});
    }

    void evaluate() {
        Run run = model.run().get();
        Path adapter = run == null ? null : run.adapter();
        if (run == null || adapter == null || model.evaluation().get() != null) {
            return;
        }
        Task<EvaluationReport> task = services.tasks()
                .compute(words.get("evaluation.task", run.name()), context -> compare(run, adapter, context));
        model.evaluation().set(task);
        task.onResult(report -> services.notifications().success(words.get("evaluation.done", run.name())))
                .onFailure(error -> services.notifications().error(words.line(error)))
                .onEnd(() -> {
                    model.evaluation().set(null);
                    reload();
                });
    }

    private EvaluationReport compare(Run run, Path adapter, TaskContext context) {
        context.detail(words.get("evaluation.opening"));
        var base = services.runs().models().open(run.recipe().base());
        List<DatanetVersionRef> refs = run.recipe().datanet();
        List<List<Message>> rows = TrainingRows.heldOut(services.datanets(), refs);
        EvaluationReport report = Evaluation.compare(base, adapter, rows, new EvaluationListener() {
            @Override
            public void onAnswer(int done, int total) {
                context.progress(done, total);
                context.detail(words.get(
                        done * 2 <= total ? "evaluation.base" : "evaluation.adapter",
                        done * 2 <= total ? done : done - total / 2,
                        total / 2));
            }

            @Override
            public boolean cancelled() {
                return context.cancelled();
            }
        });
        if (context.cancelled()) {
            throw new CancellationException();
        }
        services.store().recordEvaluation(run.id(), report);
        return report;
    }

    void chat() {
        Run run = model.run().get();
        if (run != null && run.adapter() != null) {
            out.chat().accept(run.adapter());
        }
    }

    void publish() {
        Run run = model.run().get();
        if (run != null && run.adapter() != null) {
            out.publish().accept(run.adapter());
        }
    }

    void export() {
        Run run = model.run().get();
        if (run != null && run.adapter() != null) {
            out.export().accept(run.adapter());
        }
    }

    /** Whether it has rows to be compared on. */
    boolean canEvaluate(Run run) {
        return run.phase() == RunPhase.FINISHED && !run.recipe().datanet().isEmpty();
    }

    private record Loaded(Run run, JobMetrics metrics) {}
}
