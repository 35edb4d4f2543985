package cultivar.finetune.view;

import cultivar.finetune.Run;
import cultivar.finetune.RunEvent;
import cultivar.finetune.RunStore;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.Screen;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.task.Task;
import java.util.List;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** The history of runs: what runs, what waits, what came of the others. */
public final class RunsScreen implements Screen {
    private static final int STEPS_BETWEEN_READINGS = 20;

    private final FinetuneServices services;
    private final WaysOut out;
    private final Words words = new Words();
    private final RunsModel model = new RunsModel();
    private @Nullable RunsView view;
    private int stepsHeard;

    public RunsScreen(FinetuneServices services, WaysOut out) {
        this.services = services;
        this.out = out;
    }

    @Override
    public Node view() {
        if (view == null) {
            view = new RunsView(this, model, words);
        }
        return view.root();
    }

    @Override
    public void onShow(Lifecycle scope) {
        scope.add(new RunNews(services.runs(), this::hear));
        scope.add(load());
    }

    RunsModel model() {
        return model;
    }

    void reload() {
        var _ = load();
    }

    void build() {
        out.build().run();
    }

    void open(Run run) {
        out.openRun().accept(run.id());
    }

    void resume(Run run) {
        ask("run.resuming", () -> services.runs().resume(run.id()));
    }

    void pause(Run run) {
        ask("run.pausing", () -> services.runs().pause(run.id()));
    }

    /** Moves a run that waits nearer to the front of the queue, or away from it. */
    void move(RunsModel.Row row, int by) {
        // The place among those that wait: what runs is before them all.
        ask("run.moving", () -> services.runs().move(row.run().id(), row.place() - 1 + by));
    }

    private void ask(String task, Runnable action) {
        services.tasks()
                .loadAction(words.get(task), context -> action.run())
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    void remove(Run run) {
        Deletion.ask(services, words, run, this::reload);
    }

    private void hear(List<RunEvent> news) {
        boolean changed = false;
        for (RunEvent event : news) {
            changed |= switch (event) {
                case RunEvent.Changed _, RunEvent.Removed _, RunEvent.Queue _, RunEvent.Missed _ -> true;
                default -> false;
            };
            stepsHeard += event instanceof RunEvent.Step ? 1 : 0;
        }
        if (changed || stepsHeard >= STEPS_BETWEEN_READINGS) {
            stepsHeard = 0;
            reload();
        }
    }

    private Task<List<RunsModel.Row>> load() {
        RunStore store = services.store();
        return services.tasks()
                .load(words.get("runs.loading"), context -> {
                    List<String> queue = services.runs().queue();
                    return store.list().stream()
                            .map(run -> row(store, queue, run))
                            .toList();
                })
                .onResult(rows -> {
                    model.rows().setAll(rows);
                    model.state().set(rows.isEmpty() ? ScreenState.EMPTY : ScreenState.READY);
                })
                .onFailure(error -> {
                    model.failure().set(words.failure(error));
                    model.state().set(ScreenState.FAILED);
                });
    }

    private static RunsModel.Row row(RunStore store, List<String> queue, Run run) {
        int place = queue.indexOf(run.id());
        return new RunsModel.Row(run, store.metrics(run.id()).losses(), place, place == queue.size() - 1);
    }
}
