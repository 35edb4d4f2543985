package cultivar.runtime.job;

/** What a running job is doing. */
public enum JobStage {
    /** Waits for another process that trains on the same device. */
    WAITING,
    /** Opens the model and tokenizes the rows. */
    LOADING,
    TRAINING,
    /** Writes the adapter, or the checkpoint of a job that is paused. */
    SAVING
}
