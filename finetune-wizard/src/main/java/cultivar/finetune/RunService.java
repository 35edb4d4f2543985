package cultivar.finetune;

import cultivar.datanet.store.DatanetStore;
import cultivar.runtime.job.JobEvent;
import cultivar.runtime.job.JobFolder;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.JobSpec;
import cultivar.runtime.job.JobState;
import cultivar.runtime.job.JobStatus;
import cultivar.runtime.job.Jobs;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes runs, one at a time in the order in which they were asked for: gathers their rows here and has the jobs done
 * wherever they are done. Safe for use by several threads.
 */
public final class RunService {
    private static final Logger LOG = LoggerFactory.getLogger(RunService.class);

    /** What is to become of a run whose rows are being gathered. */
    private enum Wish {
        GO_ON,
        PAUSE,
        DISCARD
    }

    private final RunStore store;
    private final ModelAccess models;
    private final Jobs jobs;
    private final Executor worker;
    private final RunPreparation preparation;
    private final List<Consumer<RunEvent>> listeners = new CopyOnWriteArrayList<>();

    private final Object lock = new Object();
    private final Map<String, Wish> preparing = new HashMap<>();
    private List<String> queue;
    private boolean closed;

    /**
     * A service.
     *
     * @param datanets asked for only by runs that learn from datanets
     * @param jobs does the work; closed with this service
     * @param worker gathers rows, one run after the other; {@code Runnable::run} for a command that waits anyway
     */
    public RunService(RunStore store, ModelAccess models, Supplier<DatanetStore> datanets, Jobs jobs, Executor worker) {
        this.store = store;
        this.models = models;
        this.jobs = jobs;
        this.worker = worker;
        this.preparation = new RunPreparation(store, models, datanets);
        this.queue = jobs.queue();
        var _ = jobs.listen(this::hear);
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
     * Tells a listener all news from now on, on the threads that bring them; it should be quick.
     *
     * @return stops telling it
     */
    public Runnable listen(Consumer<RunEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Makes a new run and queues it as soon as its rows are gathered. What is wrong with the rows is told by the run.
     *
     * @throws RecipeException if the recipe is incomplete
     * @throws FinetuneException if its adapter's name is taken or the home cannot be written
     */
    public Run submit(Recipe recipe) {
        recipe.requireComplete();
        if (!recipe.writesToOwnFolder() && store.taken(recipe.out())) {
            boolean made = store.shelved(recipe.out());
            throw new FinetuneException((made ? "An adapter" : "A run that is not finished") + " is called "
                    + recipe.out() + " already; " + (made ? "" : "resume it, or ") + "choose another name, for example "
                    + store.freeName(recipe.out()));
        }
        JobFolder job = store.create(recipe);
        prepare(job, recipe);
        return store.get(job.id());
    }

    /**
     * Queues a run again that was paused, interrupted or cancelled, or has failed; it goes on from its last checkpoint.
     *
     * @throws FinetuneException if there is no such run or it cannot be resumed
     */
    public Run resume(String id) {
        Run run = store.get(id);
        if (!run.phase().isResumable()) {
            throw new FinetuneException("The run " + run.name() + " is "
                    + (run.phase() == RunPhase.FINISHED ? "finished" : "going on") + "; there is nothing to resume");
        }
        if (!run.recipe().writesToOwnFolder() && store.shelved(run)) {
            throw new FinetuneException("Another adapter is called "
                    + run.recipe().out() + " by now; rename or delete it and resume the run then");
        }
        JobFolder job = store.folder(id);
        if (job.hasSpec()) {
            jobs.resume(id);
        } else {
            job.write(JobState.created(run.created()));
            prepare(job, run.recipe());
        }
        return store.get(id);
    }

    private void prepare(JobFolder job, Recipe recipe) {
        synchronized (lock) {
            if (closed) {
                throw new FinetuneException("The studio is closing, so the run was not started");
            }
            preparing.put(job.id(), Wish.GO_ON);
        }
        changed(job.id());
        worker.execute(() -> {
            try {
                JobSpec spec = preparation.prepare(job, recipe);
                switch (wish(job.id())) {
                    case GO_ON -> jobs.submit(job.id(), spec);
                    case PAUSE -> end(job, JobStatus.PAUSED, "");
                    case DISCARD -> job.delete();
                }
            } catch (RuntimeException e) { // whatever it was, the run has failed
                LOG.info("The run {} could not be prepared", job.id(), e);
                String message = e.getMessage();
                end(job, JobStatus.FAILED, message == null ? e.toString() : message);
            } finally {
                prepared(job.id());
            }
        });
    }

    private Wish wish(String id) {
        synchronized (lock) {
            return preparing.getOrDefault(id, Wish.GO_ON);
        }
    }

    private void end(JobFolder job, JobStatus status, String reason) {
        job.write(job.state().ended(status, reason.lines().findFirst().orElse(reason), Instant.now()));
    }

    private void prepared(String id) {
        List<String> ids;
        synchronized (lock) {
            preparing.remove(id);
            ids = queue;
            lock.notifyAll();
        }
        if (store.find(id).isPresent()) {
            changed(id);
        } else {
            tell(new RunEvent.Removed(id));
        }
        tell(new RunEvent.Queue(ids));
    }

    /** Notes what is to become of a run whose rows are being gathered; false if they are not. */
    private boolean wished(String id, Wish wish) {
        synchronized (lock) {
            return preparing.computeIfPresent(id, (key, before) -> wish) != null;
        }
    }

    /** Saves a run after the step that it is at and takes it out of memory; one that waits leaves the queue. */
    public void pause(String id) {
        if (!wished(id, Wish.PAUSE)) {
            jobs.pause(id);
        }
    }

    /** Ends a run with its adapter as it stands; one that has made no step is cancelled. */
    public void finish(String id) {
        if (!wished(id, Wish.PAUSE)) {
            jobs.stop(id);
        }
    }

    /** Ends a run, if it goes on, and deletes all of it; a finished adapter stays. */
    public void discard(String id) {
        if (wished(id, Wish.DISCARD)) {
            return;
        }
        store.get(id);
        jobs.discard(id);
    }

    /** Puts a run that waits at a place among those that wait, from 0. */
    public void move(String id, int place) {
        jobs.move(id, place);
    }

    /** The ids of the runs in the queue: what runs, then what waits. */
    public List<String> queue() {
        synchronized (lock) {
            return queue;
        }
    }

    /** The id of the run that is in hand or about to be. */
    public Optional<String> active() {
        synchronized (lock) {
            return queue.isEmpty() ? preparing.keySet().stream().findFirst() : Optional.of(queue.getFirst());
        }
    }

    /** Whether something runs or waits. */
    public boolean isBusy() {
        return active().isPresent();
    }

    /** Takes no more runs and closes the way to the jobs. Waits until what it stops is saved. */
    public void close(Jobs.OnClose what) {
        synchronized (lock) {
            closed = true;
            if (what == Jobs.OnClose.PAUSE) {
                preparing.replaceAll((id, wish) -> wish == Wish.GO_ON ? Wish.PAUSE : wish);
            }
            boolean interrupted = false;
            while (!preparing.isEmpty()) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true; // what was begun is brought to a state that can be resumed
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        jobs.close(what);
    }

    private void hear(JobNews news) {
        switch (news) {
            case JobNews.Changed(String id, JobState _) -> changed(id);
            case JobNews.Removed(String id) -> tell(new RunEvent.Removed(id));
            case JobNews.Queue(List<String> ids) -> queued(ids);
            case JobNews.Happened(String id, JobEvent event) -> happened(id, event);
            case JobNews.Missed _ -> {
                queued(jobs.queue());
                tell(new RunEvent.Missed());
            }
            case JobNews.EngineLost(String line) -> tell(new RunEvent.EngineLost(line));
        }
    }

    private void queued(List<String> ids) {
        synchronized (lock) {
            queue = ids;
        }
        tell(new RunEvent.Queue(ids));
    }

    private void happened(String id, JobEvent event) {
        switch (event) {
            case JobEvent.Step step -> tell(new RunEvent.Step(id, step.report()));
            case JobEvent.Validation point -> tell(new RunEvent.Validated(id, point.step(), point.loss()));
            case JobEvent.Message message -> tell(new RunEvent.Said(id, message.level(), message.text()));
            case JobEvent.Checkpoint _ -> {}
        }
    }

    private void changed(String id) {
        store.find(id).ifPresent(run -> tell(new RunEvent.Changed(run)));
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
}
