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
        services.tasks()
                .load(words.get("run.resuming"), context -> services.runs().resume(run.id()))
                .onFailure(error -> services.notifications().error(words.line(error)));
    }

    void stop(Run run) {
        services.runs().stop(run.id());
    }

    void remove(Run run) {
        Deletion.ask(services, words, run, this::reload);
    }

    private void hear(List<RunEvent> news) {
        boolean changed = false;
        for (RunEvent event : news) {
            changed |= event instanceof RunEvent.Changed;
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
                .load(
                        words.get("runs.loading"),
                        context -> store.list().stream()
                                .map(run -> new RunsModel.Row(
                                        run, store.metrics(run.id()).losses()))
                                .toList())
                .onResult(rows -> {
                    model.rows().setAll(rows);
                    model.state().set(rows.isEmpty() ? ScreenState.EMPTY : ScreenState.READY);
                })
                .onFailure(error -> {
                    model.failure().set(words.failure(error));
                    model.state().set(ScreenState.FAILED);
                });
    }
}
