package cultivar.finetune;

import cultivar.runtime.train.StepReport;

/** News of a run, told on the thread that runs it. */
public sealed interface RunEvent {
    /** The run's id. */
    String id();

    /** The run's state on disk has changed: queued, running, stopped, finished, failed, evaluated. */
    record Changed(Run run) implements RunEvent {
        @Override
        public String id() {
            return run.id();
        }
    }

    /** The run has begun another stage. */
    record Stage(String id, RunStage stage) implements RunEvent {}

    /** The rows are tokenized. */
    record Rows(String id, RowCounts counts) implements RunEvent {}

    /** A step was made. */
    record Step(String id, StepReport report) implements RunEvent {}

    /** The loss on the validation rows after a step. */
    record Validated(String id, int step, double loss) implements RunEvent {}
}
