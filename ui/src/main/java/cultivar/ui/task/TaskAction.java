package cultivar.ui.task;

/** Work without a value, done off the FX thread. */
@FunctionalInterface
public interface TaskAction {
    /**
     * Does the work.
     *
     * @throws Exception whatever went wrong; the task hands it to its failure handlers
     */
    void run(TaskContext context) throws Exception;
}
