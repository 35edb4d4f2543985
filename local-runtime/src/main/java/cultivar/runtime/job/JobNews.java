package cultivar.runtime.job;

import java.util.List;

/** News of the jobs of a home, told on the threads that make them. */
public sealed interface JobNews {
    /** The job's state on the disk has changed. */
    record Changed(String id, JobState state) implements JobNews {}

    /** Something happened and was written down with the job. */
    record Happened(String id, JobEvent event) implements JobNews {}

    /** The job's folder is gone. */
    record Removed(String id) implements JobNews {}

    /** The queue has changed: what runs, then what waits. */
    record Queue(List<String> ids) implements JobNews {}

    /** News may have been missed: what is known should be read again. */
    record Missed() implements JobNews {}

    /**
     * The process that trains has ended unasked.
     *
     * @param line what is done about it, for a person
     */
    record EngineLost(String line) implements JobNews {}
}
