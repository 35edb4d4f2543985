package cultivar.ui.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/** A runner for tests of presenters: everything happens at once on the calling thread, without a toolkit. */
public final class DirectTaskRunner implements TaskRunner {
    private final ObservableList<Task<?>> running = FXCollections.observableArrayList();
    private final List<Runnable> repeated = new ArrayList<>();
    private long ids;

    @Override
    public <T> Task<T> io(String title, TaskBody<T> body) {
        Task<T> task = new Task<>(++ids, title, Runnable::run);
        running.add(task);
        task.onEnd(() -> running.remove(task));
        task.run(body);
        return task;
    }

    @Override
    public <T> Task<T> compute(String title, TaskBody<T> body) {
        return io(title, body);
    }

    @Override
    public <T> Task<T> load(String title, TaskBody<T> body) {
        return io(title, body);
    }

    @Override
    public Subscription every(Duration period, Runnable work) {
        repeated.add(work);
        return () -> repeated.remove(work);
    }

    /** Lets one period pass: all repeated work runs once. */
    public void tick() {
        List.copyOf(repeated).forEach(Runnable::run);
    }

    @Override
    public ObservableList<Task<?>> running() {
        return running;
    }

    @Override
    public void close() {
        repeated.clear();
    }
}
