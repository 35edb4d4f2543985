package cultivar.runtime.client;

import cultivar.runtime.job.JobException;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.server.EngineFile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a home's engine: its process is started when it is first asked, and watched from then on. Whoever listens is
 * told what its jobs do, and when it ends unasked. Safe for several threads; asking blocks.
 */
public final class EngineLink {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLink.class);
    private static final Duration SAVING = Duration.ofMinutes(5);
    private static final Duration ENDING = Duration.ofSeconds(2);
    private static final int MOST_ENDS = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final JobHome home;
    private final EngineLauncher launcher;
    private final List<Consumer<JobNews>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    /** Held while an engine is started, which takes its time. */
    private final Object start = new Object();

    private final Object lock = new Object();
    private @Nullable Connection connection;
    private Jobs.@Nullable OnClose closed;
    private int ends;
    private long firstEnd = System.nanoTime();

    record Connection(EngineFile engine, EngineClient client, Thread listener) {}

    /** A way to the engine of a home, which nothing is started for yet. */
    public EngineLink(JobHome home) {
        this.home = home;
        this.launcher = new EngineLauncher(home);
    }

    JobHome home() {
        return home;
    }

    /** Whether an engine runs that can be asked, whoever started it. */
    boolean isUp() {
        return launcher.running().isPresent();
    }

    /** Tells all news of jobs, on the thread that they come on; what is given stops it. */
    Runnable listen(Consumer<JobNews> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Tells when the engine's process has ended unasked, on a thread that may take its time.
     *
     * @return stops telling it
     */
    public Runnable onEnd(Runnable watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** Why it is in vain to start the engine again, where it has ended again and again of late. */
    public Optional<String> givenUp() {
        synchronized (lock) {
            return ends <= MOST_ENDS || isOver()
                    ? Optional.empty()
                    : Optional.of("The engine ended " + ends
                            + " times within a minute, so it is not started again by itself. See " + log() + ".");
        }
    }

    private boolean isOver() {
        return System.nanoTime() - firstEnd > WITHIN.toNanos();
    }

    /** Lets the engine be started again, however often it has ended. */
    public void tryAgain() {
        synchronized (lock) {
            ends = 0;
        }
    }

    /** What the engine says goes here. */
    public String log() {
        return home.logs().resolve("engine.log").toString();
    }

    /** The engine, started if need be. */
    Connection connect() {
        synchronized (start) {
            synchronized (lock) {
                if (closed != null) {
                    throw closing();
                }
                if (connection != null) {
                    return connection;
                }
            }
            EngineFile engine = launcher.start();
            EngineClient client = new EngineClient(engine);
            Thread listener = Thread.ofVirtual().name("engine news").unstarted(() -> follow(engine, client));
            Connection open = new Connection(engine, client, listener);
            synchronized (lock) {
                if (closed == null) {
                    connection = open;
                    listener.start();
                    return open;
                }
            }
            leave(open, closed);
            throw closing();
        }
    }

    private static JobException closing() {
        return new JobException(JobException.Kind.CONFLICT, "The studio is closing.");
    }

    /** Where any program of this machine can ask it, if it runs. */
    public Optional<EngineAddress> address() {
        synchronized (lock) {
            return Optional.ofNullable(connection)
                    .map(Connection::engine)
                    .map(engine ->
                            new EngineAddress(URI.create("http://127.0.0.1:" + engine.port() + "/v1"), engine.token()));
        }
    }

    /** Whether an engine is there that has not ended as far as is known. */
    public boolean isConnected() {
        return connected().isPresent();
    }

    /** The engine, if there is a connection. */
    Optional<EngineClient> connected() {
        synchronized (lock) {
            return Optional.ofNullable(connection).map(Connection::client);
        }
    }

    /** Asks the engine; once more if it was just about to end, or has ended, when it was asked. */
    <T> T ask(Function<EngineClient, T> question) {
        Connection asked = connect();
        try {
            return question.apply(asked.client());
        } catch (JobException e) {
            // Who is interrupted has learnt nothing of the engine.
            if (Thread.currentThread().isInterrupted() || !(isEnding(asked.engine()) || isGone(asked.engine(), e))) {
                throw e;
            }
            if (forget(asked.engine())) {
                ended();
            }
            return question.apply(connect().client());
        }
    }

    /** Gives whether this call has ended the connection: only one of those that find the engine gone tells of it. */
    private boolean forget(EngineFile engine) {
        synchronized (lock) {
            if (connection == null || !connection.engine().equals(engine)) {
                return false;
            }
            Thread listener = connection.listener();
            if (!listener.equals(Thread.currentThread())) {
                listener.interrupt();
            }
            connection = null;
            return true;
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
                    ended();
                }
                return;
            }
        }
    }

    private static boolean isGone(EngineFile engine, JobException why) {
        return why.getCause() instanceof IOException && hasEnded(engine);
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
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.get().isAlive();
        }
    }

    private void ended() {
        synchronized (lock) {
            if (closed != null) {
                return;
            }
            if (isOver()) {
                ends = 0;
                firstEnd = System.nanoTime();
            }
            ends++;
        }
        watchers.forEach(Runnable::run);
    }

    void tell(JobNews news) {
        for (Consumer<JobNews> listener : listeners) {
            try {
                listener.accept(news);
            } catch (RuntimeException e) { // a listener's fault must not end the news
                LOG.warn("A listener failed on {}", news, e);
            }
        }
    }

    /** Closes this end; where nothing shall go on, waits until the engine has saved what runs and is gone. */
    public void close(Jobs.OnClose what) {
        Connection open;
        synchronized (lock) {
            closed = what;
            open = connection;
            connection = null;
        }
        if (open != null) {
            leave(open, what);
        }
    }

    private static void leave(Connection open, Jobs.OnClose what) {
        try {
            if (what == Jobs.OnClose.KEEP) {
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
        } catch (CompletionException e) {
            LOG.warn("The engine {} does not end; it is left to itself", open.engine(), e);
        } finally {
            open.listener().interrupt();
        }
    }
}
