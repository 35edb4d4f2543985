package cultivar.runtime.job;

import cultivar.runtime.train.StepReport;
import java.time.Instant;

/** Something that happened to a job and is written down with it. Ids rise and are never used twice for one job. */
public sealed interface JobEvent {
    long id();

    Instant at();

    /** A step was made. */
    record Step(long id, Instant at, StepReport report) implements JobEvent {}

    /** The loss on the validation rows after a step. */
    record Validation(long id, Instant at, int step, double loss) implements JobEvent {}

    /** A checkpoint lies on the disk. */
    record Checkpoint(long id, Instant at, int step) implements JobEvent {}

    /** Something to tell a person, in one line. */
    record Message(long id, Instant at, Level level, String text) implements JobEvent {}

    /** How bad a message is. */
    enum Level {
        INFO,
        WARN,
        ERROR
    }
}
