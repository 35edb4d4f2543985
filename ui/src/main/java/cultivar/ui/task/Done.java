package cultivar.ui.task;

/** The result of a task that has none. */
public enum Done {
    DONE
}
