package cultivar.ui.task;

/**
 * Work that gives a value, done off the FX thread.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface TaskBody<T> {
    /**
     * Does the work. It should end soon after its thread is interrupted or {@link TaskContext#cancelled()} turns true.
     *
     * @throws Exception whatever went wrong; the task hands it to its failure handlers
     */
    T run(TaskContext context) throws Exception;
}
