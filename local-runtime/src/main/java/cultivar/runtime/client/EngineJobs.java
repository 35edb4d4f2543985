package cultivar.runtime.client;

import cultivar.runtime.job.JobException;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.JobService;
import cultivar.runtime.job.JobSpec;
import cultivar.runtime.job.JobState;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.server.EngineFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a home, done by its engine's process, which is started when it is first needed, watched, and started again
 * when it ends unasked while there is something to do.
 */
public final class EngineJobs implements Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(EngineJobs.class);
    private static final Duration SAVING = Duration.ofMinutes(5);
    private static final Duration ENDING = Duration.ofSeconds(2);
    private static final int MOST_STARTS = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final JobHome home;
    private final EngineLauncher launcher;
    private final List<Consumer<JobNews>> listeners = new CopyOnWriteArrayList<>();

    private final Object lock = new Object();
    private @Nullable Connection connection;
    private boolean closed;
    private int starts;
    private long firstStart = System.nanoTime();

    private record Connection(EngineFile engine, EngineClient client, Thread listener) {}

    public EngineJobs(JobHome home) {
        this.home = home;
        this.launcher = new EngineLauncher(home);
    }

    /** Joins the engine if it runs, as one that a studio before this one left; starts it if its queue waits. Blocks. */
    public void attach() {
        if (launcher.running().isPresent() || !home.queue().isEmpty()) {
            connect();
        }
    }

    /** The engine, started if need be. */
    private Connection connect() {
        synchronized (lock) {
            if (closed) {
                throw new JobException(JobException.Kind.CONFLICT, "The studio is closing.");
            }
            Connection open = connection;
            if (open == null) {
                EngineFile engine = launcher.start();
                EngineClient client = new EngineClient(engine);
                Thread listener = Thread.ofVirtual().name("engine news").unstarted(() -> follow(engine, client));
                open = new Connection(engine, client, listener);
                connection = open;
                listener.start();
            }
            return open;
        }
    }

    /** Asks the engine; once more if it was just about to end, with nothing to do, when it was asked. */
    private void ask(Consumer<EngineClient> question) {
        Connection asked = connect();
        try {
            question.accept(asked.client());
        } catch (JobException e) {
            if (!isEnding(asked.engine()) && !(e.getCause() instanceof IOException && hasEnded(asked.engine()))) {
                throw e;
            }
            if (forget(asked.engine()) && !home.queue().isEmpty()) {
                startAgain();
            }
            question.accept(connect().client());
        }
    }

    /** Gives whether there is no connection now, rather than one to a later engine. */
    private boolean forget(EngineFile engine) {
        synchronized (lock) {
            if (connection != null && connection.engine().equals(engine)) {
                connection = null;
            }
            return connection == null;
        }
    }

    private void follow(EngineFile engine, EngineClient client) {
        while (true) {
            try {
                client.follow(this::tell);
            } catch (IOException e) {
                LOG.debug("The engine's news ended", e);
            } catch (InterruptedException e) {
                return;
            }
            if (hasEnded(engine)) {
                if (forget(engine)) {
                    startAgain();
                }
                return;
            }
        }
    }

    /** Whether it has said that it takes no more questions. */
    private boolean isEnding(EngineFile engine) {
        return EngineFile.read(home).filter(engine::equals).isEmpty();
    }

    private static boolean hasEnded(EngineFile engine) {
        Optional<ProcessHandle> process = engine.process().alive();
        if (process.isEmpty()) {
            return true;
        }
        try {
            process.get().onExit().get(ENDING.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The engine's process is gone: what there is to do goes on in another one. */
    private void startAgain() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (System.nanoTime() - firstStart > WITHIN.toNanos()) {
                starts = 0;
                firstStart = System.nanoTime();
            }
            starts++;
        }
        if (home.queue().isEmpty()) {
            tell(new JobNews.Missed());
            return;
        }
        String log = home.logs().resolve("engine.log").toString();
        try {
            if (starts > MOST_STARTS) {
                throw new JobException(
                        JobException.Kind.FAILED,
                        "The engine ended " + starts + " times within a minute, so it is not started again. See " + log
                                + ".");
            }
            tell(new JobNews.EngineLost(
                    "The engine ended unexpectedly; training goes on from the last checkpoint. See " + log + "."));
            connect();
        } catch (JobException e) {
            tell(new JobNews.EngineLost(String.valueOf(e.getMessage())));
            tell(new JobNews.Missed());
        }
    }

    private void tell(JobNews news) {
        for (Consumer<JobNews> listener : listeners) {
            try {
                listener.accept(news);
            } catch (RuntimeException e) { // a listener's fault must not end the news
                LOG.warn("A listener failed on {}", news, e);
            }
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
            tell(new JobNews.Removed(id));
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
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close(OnClose what) {
        Connection open;
        synchronized (lock) {
            closed = true;
            open = connection;
            connection = null;
        }
        if (open == null) {
            return;
        }
        try {
            if (what == OnClose.KEEP) {
                open.client().keep();
            } else {
                open.client().shutdown();
                // Its files are in nobody's way once it is gone.
                open.engine()
                        .process()
                        .alive()
                        .ifPresent(process -> process.onExit()
                                .orTimeout(SAVING.toMillis(), TimeUnit.MILLISECONDS)
                                .join());
            }
        } catch (JobException e) {
            LOG.info("The engine had ended before it was asked to: {}", e.getMessage());
        } finally {
            open.listener().interrupt();
        }
    }
}
