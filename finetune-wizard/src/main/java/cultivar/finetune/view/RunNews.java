package cultivar.finetune.view;

import cultivar.finetune.RunEvent;
import cultivar.finetune.RunService;
import cultivar.ui.task.FxExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Brings a service's news to the FX thread in bundles: a fast run must not flood the window. */
final class RunNews implements AutoCloseable {
    private final FxExecutor ui = new FxExecutor();
    private final Consumer<List<RunEvent>> sink;
    private final Runnable subscription;
    private final Object lock = new Object();
    private List<RunEvent> pending = new ArrayList<>();
    private boolean closed;

    RunNews(RunService runs, Consumer<List<RunEvent>> sink) {
        this.sink = sink;
        this.subscription = runs.listen(this::take);
    }

    private void take(RunEvent event) {
        synchronized (lock) {
            pending.add(event);
            if (pending.size() > 1) {
                return; // a delivery is on its way
            }
        }
        ui.execute(this::deliver);
    }

    private void deliver() {
        List<RunEvent> bundle;
        synchronized (lock) {
            bundle = pending;
            pending = new ArrayList<>();
        }
        if (!closed) {
            sink.accept(bundle);
        }
    }

    @Override
    public void close() {
        closed = true;
        subscription.run();
    }
}
