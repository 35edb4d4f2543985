package cultivar.ui.task;

import java.time.Duration;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/** Does work off the FX thread and brings the outcome back to it. */
public interface TaskRunner extends AutoCloseable {
    /** Work that waits for disks, networks or other processes; shown in the task bar. */
    <T> Task<T> io(String title, TaskBody<T> body);

    /** Work that keeps a core busy; shown in the task bar. At most one per spare core runs at a time. */
    <T> Task<T> compute(String title, TaskBody<T> body);

    /** Short work that a screen needs for itself, such as a page of rows; not shown in the task bar. */
    <T> Task<T> load(String title, TaskBody<T> body);

    /** As {@link #io(String, TaskBody)} for work without a value. */
    default Task<Done> ioAction(String title, TaskAction action) {
        return io(title, valueless(action));
    }

    /** As {@link #compute(String, TaskBody)} for work without a value. */
    default Task<Done> computeAction(String title, TaskAction action) {
        return compute(title, valueless(action));
    }

    /** As {@link #load(String, TaskBody)} for work without a value. */
    default Task<Done> loadAction(String title, TaskAction action) {
        return load(title, valueless(action));
    }

    /**
     * Repeats work on an I/O thread, the first time after one period. A repetition that is still running is not
     * doubled; one that fails is logged and the next follows all the same.
     *
     * @return ends the repetition; give it to the screen's life cycle
     */
    Subscription every(Duration period, Runnable work);

    /** The shown tasks that have not ended, oldest first. Changes on the FX thread. */
    ObservableList<Task<?>> running();

    /** Cancels everything that runs and takes no more work. */
    @Override
    void close();

    private static TaskBody<Done> valueless(TaskAction action) {
        return context -> {
            action.run(context);
            return Done.DONE;
        };
    }
}
