package cultivar.finetune;

import cultivar.runtime.job.JobEvent;
import cultivar.runtime.train.StepReport;
import java.util.List;

/** News of the runs, told on the thread that brings them. */
public sealed interface RunEvent {
    /** The run's state on disk has changed: queued, begun, in another stage, saved, paused, finished, evaluated. */
    record Changed(Run run) implements RunEvent {}

    /** The run is gone with its folder. */
    record Removed(String id) implements RunEvent {}

    /** The queue has changed: what runs, then what waits. */
    record Queue(List<String> ids) implements RunEvent {}

    /** A step was made. */
    record Step(String id, StepReport report) implements RunEvent {}

    /** The loss on the validation rows after a step. */
    record Validated(String id, int step, double loss) implements RunEvent {}

    /** The run has something to tell a person, in one line. */
    record Said(String id, JobEvent.Level level, String text) implements RunEvent {}

    /** News may have been missed: what is shown should be read again. */
    record Missed() implements RunEvent {}

    /** The process that trains has ended unasked; the line says what is done about it. */
    record EngineLost(String line) implements RunEvent {}
}
