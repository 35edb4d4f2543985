package cultivar.finetune;

/** What a running run is doing. */
public enum RunStage {
    /** Opens the model and tokenizes the rows. */
    LOADING,
    TRAINING,
    /** Writes the adapter, or the checkpoint of a run that was stopped. */
    SAVING
}
