package cultivar.runtime.client;

import cultivar.runtime.job.JobException;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.JobService;
import cultivar.runtime.job.JobSpec;
import cultivar.runtime.job.JobState;
import cultivar.runtime.job.Jobs;
import java.util.List;
import java.util.function.Consumer;

/**
 * The jobs of a home, done by its engine's process, which is started when it is first needed, watched, and started again
 * when it ends unasked while there is something to do.
 */
public final class EngineJobs implements Jobs {
    private final JobHome home;
    private final EngineLink link;

    /** The jobs of the home that a link leads to; closing them closes the link. */
    public EngineJobs(EngineLink link) {
        this.home = link.home();
        this.link = link;
        // Lasts as long as the link.
        var _ = link.onEnd(this::startAgain);
    }

    /** Joins the engine if it runs, as one that a studio before this one left; starts it if its queue waits. Blocks. */
    public void attach() {
        if (link.isUp() || !home.queue().isEmpty()) {
            var _ = link.connect();
        }
    }

    private void ask(Consumer<EngineClient> question) {
        var _ = link.ask(client -> {
            question.accept(client);
            return client;
        });
    }

    /** The engine's process is gone: what there is to do goes on in another one. */
    private void startAgain() {
        if (home.queue().isEmpty()) {
            link.tell(new JobNews.Missed());
            return;
        }
        try {
            link.givenUp().ifPresent(why -> {
                throw new JobException(JobException.Kind.FAILED, why);
            });
            link.tell(new JobNews.EngineLost("The engine ended unexpectedly; training goes on from the last checkpoint."
                    + " See " + link.log() + "."));
            var _ = link.connect();
        } catch (JobException e) {
            link.tell(new JobNews.EngineLost(String.valueOf(e.getMessage())));
            link.tell(new JobNews.Missed());
        }
    }

    @Override
    public JobState submit(String id, JobSpec spec) {
        ask(client -> client.create(id, spec));
        return home.get(id).state();
    }

    @Override
    public JobState resume(String id) {
        ask(client -> client.resume(id));
        return home.get(id).state();
    }

    @Override
    public void pause(String id) {
        if (isWithEngine(id)) {
            ask(client -> client.pause(id));
        } else {
            try (JobService here = withoutEngine()) {
                here.pause(id);
            }
        }
    }

    @Override
    public void stop(String id) {
        if (isElsewhere(id)) {
            try (JobService here = withoutEngine()) {
                here.stop(id);
            }
        } else {
            // Even one at rest: its adapter has to be made out of its checkpoint.
            ask(client -> client.stop(id));
        }
    }

    @Override
    public void discard(String id) {
        if (isWithEngine(id)) {
            ask(client -> client.discard(id));
        } else {
            try (JobService here = withoutEngine()) {
                here.discard(id);
            }
            link.tell(new JobNews.Removed(id));
        }
    }

    private boolean isWithEngine(String id) {
        return home.queue().contains(id);
    }

    /** Whether a process has the job in hand that is no engine, and is asked through the job's folder. */
    private boolean isElsewhere(String id) {
        JobState state = home.get(id).state();
        return !isWithEngine(id) && state.status().isActive() && state.owner().isPresent();
    }

    /** What can be done to a job without an engine; it is never set to work. */
    private JobService withoutEngine() {
        return JobService.foreground(home, (folder, type) -> {
            throw new IllegalStateException("this service does not work");
        });
    }

    @Override
    public void move(String id, int place) {
        ask(client -> client.move(id, place));
    }

    @Override
    public List<String> queue() {
        return home.queue();
    }

    @Override
    public Runnable listen(Consumer<JobNews> listener) {
        return link.listen(listener);
    }

    @Override
    public void close(OnClose what) {
        link.close(what);
    }
}
