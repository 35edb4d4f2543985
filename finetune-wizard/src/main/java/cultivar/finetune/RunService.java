package cultivar.finetune;

import cultivar.datanet.store.DatanetStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Makes runs, one at a time in the order in which they were asked for. Safe for use by several threads. Closing it
 * saves a checkpoint of what runs and waits for it.
 */
public final class RunService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunService.class);

    private final RunStore store;
    private final ModelAccess models;
    private final Supplier<DatanetStore> datanets;
    private final Executor worker;
    private final List<Consumer<RunEvent>> listeners = new CopyOnWriteArrayList<>();

    private final Object lock = new Object();
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private boolean closed;

    /**
     * A service.
     *
     * @param datanets asked for only by runs that learn from datanets
     * @param worker runs one thing after the other; a thread of its own in the studio, or {@code Runnable::run} for a
     *     command that waits for its run
     */
    public RunService(RunStore store, ModelAccess models, Supplier<DatanetStore> datanets, Executor worker) {
        this.store = store;
        this.models = models;
        this.datanets = datanets;
        this.worker = worker;
    }

    /** The runs on disk. */
    public RunStore store() {
        return store;
    }

    /** The way to the models. */
    public ModelAccess models() {
        return models;
    }

    /**
     * Tells a listener all news from now on, on the threads that make them; it should be quick.
     *
     * @return stops telling it
     */
    public Runnable listen(Consumer<RunEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Queues a new run.
     *
     * @throws RecipeException if the recipe is incomplete
     * @throws FinetuneException if its adapter's name is taken or the home cannot be written
     */
    public Run submit(Recipe recipe) {
        recipe.requireComplete();
        if (!recipe.writesToOwnFolder() && store.taken(recipe.out())) {
            throw new FinetuneException("An adapter or run is called " + recipe.out() + " already; choose another name,"
                    + " for example " + store.freeName(recipe.out()));
        }
        return enqueue(store.create(recipe));
    }

    /**
     * Queues a run that was stopped, interrupted or failed; it goes on from its last checkpoint.
     *
     * @throws FinetuneException if there is no such run or it cannot be resumed
     */
    public Run resume(String id) {
        Run run = store.get(id);
        if (!run.phase().isResumable()) {
            throw new FinetuneException("The run " + run.name() + " is "
                    + (run.phase() == RunPhase.FINISHED ? "finished" : "going on") + "; there is nothing to resume");
        }
        Run queued = run.withPhase(RunPhase.QUEUED, "");
        store.save(queued);
        return enqueue(queued);
    }

    /** Asks a run to save a checkpoint and stop; a queued one never starts. Gives false if it is neither. */
    public boolean stop(String id) {
        Job job;
        synchronized (lock) {
            job = jobs.get(id);
            if (job == null) {
                return false;
            }
            job.stop = true;
            if (job.running) {
                return true;
            }
            jobs.remove(id);
        }
        Run stopped = store.get(id).withPhase(RunPhase.STOPPED, "");
        store.save(stopped);
        tell(new RunEvent.Changed(stopped));
        return true;
    }

    /** The id of the run that runs now. */
    public Optional<String> active() {
        synchronized (lock) {
            return jobs.values().stream()
                    .filter(job -> job.running)
                    .map(job -> job.id)
                    .findFirst();
        }
    }

    /** Whether something runs or waits. */
    public boolean isBusy() {
        synchronized (lock) {
            return !jobs.isEmpty();
        }
    }

    /** What a running run is doing; empty if it does not run here. */
    public Optional<RunStage> stage(String id) {
        synchronized (lock) {
            Job job = jobs.get(id);
            return job == null ? Optional.empty() : Optional.ofNullable(job.stage);
        }
    }

    /** Stops everything, saving a checkpoint of what runs, and waits for it. Takes no more runs. */
    @Override
    public void close() {
        List<String> waiting;
        synchronized (lock) {
            closed = true;
            waiting = List.copyOf(jobs.keySet());
        }
        waiting.forEach(this::stop);
        synchronized (lock) {
            boolean interrupted = false;
            while (!jobs.isEmpty()) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true; // the checkpoint matters more than being quick
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Run enqueue(Run run) {
        Job job = new Job(run.id());
        synchronized (lock) {
            if (closed) {
                throw new FinetuneException("The studio is closing, so " + run.name() + " was not started");
            }
            if (jobs.putIfAbsent(run.id(), job) != null) {
                throw new FinetuneException("The run " + run.name() + " is going on already");
            }
        }
        tell(new RunEvent.Changed(run));
        worker.execute(() -> perform(job));
        return run;
    }

    private void perform(Job job) {
        synchronized (lock) {
            if (job.stop) {
                return;
            }
            job.running = true;
        }
        RunEvent.@Nullable Changed last = null;
        try {
            RunExecution execution = new RunExecution(
                    store.get(job.id), store, models, datanets, event -> relay(job, event), () -> job.stop);
            try {
                execution.execute();
            } catch (Throwable e) { // the border between a run and the studio: whatever it was, the run has failed
                // What speaks to the user is written down with the run and shown; it needs no trace in the log as well.
                Level level = e.getClass().getName().startsWith("cultivar.") ? Level.INFO : Level.WARN;
                LOG.atLevel(level).setCause(e).log("The run {} failed", job.id);
                Run failed = execution.run().ended(RunPhase.FAILED, line(e), java.time.Instant.now());
                last = new RunEvent.Changed(failed);
                store.save(failed);
            }
        } catch (RuntimeException e) {
            LOG.error("The end of the run {} could not be written down", job.id, e);
        } finally {
            synchronized (lock) {
                jobs.remove(job.id);
                lock.notifyAll();
            }
            RunEvent end = last == null ? job.held : last;
            if (end != null) {
                tell(end);
            }
        }
    }

    /** Passes news on; the end of a run is held back until nothing of it runs any more. */
    private void relay(Job job, RunEvent event) {
        if (event instanceof RunEvent.Stage(String _, RunStage stage)) {
            synchronized (lock) {
                job.stage = stage;
            }
        }
        if (event instanceof RunEvent.Changed(Run run) && !run.phase().isActive()) {
            job.held = event;
        } else {
            tell(event);
        }
    }

    private void tell(RunEvent event) {
        for (Consumer<RunEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) { // a listener's fault must not end a run
                LOG.warn("A listener failed on {}", event, e);
            }
        }
    }

    private static String line(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return "The memory does not suffice; lower batch, max-length or rank";
        }
        String message = e.getMessage();
        String line = message == null || message.isBlank() ? e.toString() : message;
        return line.lines().findFirst().orElse(line);
    }

    private static final class Job {
        private final String id;
        private volatile boolean stop;
        private boolean running;
        private @Nullable RunStage stage;
        private @Nullable RunEvent held;

        Job(String id) {
            this.id = id;
        }
    }
}
