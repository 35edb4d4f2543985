package cultivar.runtime.job;

import cultivar.runtime.torch.OwnThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the jobs of a home in this process, one at a time on a thread of its own, in the order in which they were asked
 * for. Two processes that train on the same device in one home wait for each other.
 */
public final class JobService implements Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(JobService.class);
    private static final int MOST_CRASHES = 3;

    private final JobHome home;
    private final ModelSource models;
    private final List<Consumer<JobNews>> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock = Clock.systemUTC();
    private final Thread worker;

    private final Object lock = new Object();
    private final JobQueue queue;
    private @Nullable JobWork current;
    private boolean closed;

    private JobService(JobHome home, ModelSource models, JobQueue queue) {
        this.home = home;
        this.models = models;
        this.queue = queue;
        this.worker = Thread.ofPlatform().name("training").daemon().unstarted(this::work);
    }

    /**
     * The service of a home's engine, not yet at work: goes on with the queue that the last one left. A job in which the process ended
     * too often after the same step is given up.
     */
    public static JobService background(JobHome home, ModelSource models) {
        JobService service = new JobService(home, models, JobQueue.onDisk(home.queueFile()));
        service.recover();
        return service;
    }

    /** The service of a process that does its own jobs and leaves those of the engine alone, not yet at work. */
    public static JobService foreground(JobHome home, ModelSource models) {
        return new JobService(home, models, JobQueue.inMemory());
    }

    /** Begins to work. */
    public JobService start() {
        worker.start();
        return this;
    }

    private void recover() {
        for (String id : queue.ids()) {
            Optional<JobFolder> folder = home.find(id);
            try {
                if (folder.isEmpty() || !folder.get().state().status().isActive()) {
                    queue.remove(id);
                } else if (folder.get().state().status() == JobStatus.RUNNING) {
                    crashed(folder.get());
                } else {
                    folder.get().write(folder.get().state().queued());
                }
            } catch (JobException e) {
                LOG.warn("The run {} is left out: {}", id, e.getMessage());
                queue.remove(id);
            }
        }
    }

    /** A process before this one ended in the middle of the job. */
    private void crashed(JobFolder folder) {
        try (JobDiary diary = new JobDiary(folder, this::tell)) {
            int step = folder.checkpoints().isEmpty()
                    ? 0
                    : folder.checkpoints().getFirst().step();
            JobState.Crashes before = diary.state().crashes();
            int count = before.step() == step ? before.count() + 1 : 1;
            JobState state = diary.state().with(new JobState.Crashes(step, count));
            if (count > MOST_CRASHES) {
                String reason = "The engine ended " + count + " times in the middle of this run, always after step "
                        + step + "; its last words are in "
                        + home.logs().resolve("engine.log");
                diary.say(JobEvent.Level.ERROR, reason);
                diary.become(state.ended(JobStatus.FAILED, reason, clock.instant()));
                queue.remove(folder.id());
                return;
            }
            diary.say(
                    JobEvent.Level.WARN,
                    "The engine ended in the middle of the run; it goes on after step " + step + " (attempt " + count
                            + " of " + MOST_CRASHES + ")");
            diary.become(state.queued());
        }
    }

    @Override
    public JobState submit(String id, JobSpec spec) {
        JobFolder folder = home.folder(id);
        synchronized (lock) {
            requireOpen();
            if (queue.contains(id)) {
                throw conflict("The run " + id + " is going on already");
            }
            if (folder.exists() && folder.hasSpec()) {
                throw conflict("There is a run " + id + " already; resume it or choose another name");
            }
            Path rows = folder.resolve(spec.trainingFile());
            if (!Files.isRegularFile(rows)) {
                throw new JobException(
                        JobException.Kind.INVALID, "There are no rows in " + rows + "; give training_file");
            }
            if (!folder.exists()) {
                folder.write(JobState.created(clock.instant()));
            }
            folder.write(spec);
            return enqueue(folder, folder.state(), Integer.MAX_VALUE);
        }
    }

    @Override
    public JobState resume(String id) {
        JobFolder folder = home.get(id);
        synchronized (lock) {
            requireOpen();
            JobState state = folder.state();
            if (state.status() == JobStatus.SUCCEEDED) {
                throw conflict("The run " + id + " is finished; there is nothing to resume");
            }
            if (queue.contains(id) || isElsewhere(state)) {
                throw conflict("The run " + id + " is going on; there is nothing to resume");
            }
            if (!folder.hasSpec()) {
                throw conflict("The run " + id + " was never queued; begin it anew");
            }
            return enqueue(folder, state.with(JobState.Crashes.NONE), Integer.MAX_VALUE);
        }
    }

    private JobState enqueue(JobFolder folder, JobState state, int place) {
        JobState queued = state.queued();
        folder.write(queued);
        queue.put(folder.id(), place);
        lock.notifyAll();
        tell(new JobNews.Changed(folder.id(), queued));
        tell(new JobNews.Queue(queue.ids()));
        return queued;
    }

    @Override
    public void pause(String id) {
        JobFolder folder = home.get(id);
        synchronized (lock) {
            if (!ask(folder, Request.PAUSE)) {
                requireQueued(id);
                end(folder, JobStatus.PAUSED);
            }
        }
    }

    @Override
    public void stop(String id) {
        JobFolder folder = home.get(id);
        synchronized (lock) {
            if (ask(folder, Request.FINISH)) {
                return;
            }
            JobState state = folder.state();
            if (state.status() == JobStatus.SUCCEEDED) {
                throw conflict("The run " + id + " is finished already");
            }
            if (folder.checkpoints().isEmpty()) {
                end(folder, JobStatus.CANCELLED);
            } else {
                // Its adapter has to be made out of the checkpoint, which takes no step and so goes before the others.
                enqueue(folder, state.toBeFinished(), current == null ? 0 : 1);
            }
        }
    }

    @Override
    public void discard(String id) {
        JobFolder folder = home.get(id);
        synchronized (lock) {
            if (!ask(folder, Request.DISCARD)) {
                queue.remove(id);
                remove(folder);
            }
        }
    }

    private void remove(JobFolder folder) {
        folder.delete();
        tell(new JobNews.Removed(folder.id()));
        tell(new JobNews.Queue(queue.ids()));
    }

    @Override
    public void move(String id, int place) {
        home.get(id);
        synchronized (lock) {
            requireQueued(id);
            if (current != null && current.id().equals(id)) {
                throw conflict("The run " + id + " runs already; only runs that wait can be moved");
            }
            queue.put(id, Math.max(0, place) + (current == null ? 0 : 1));
            tell(new JobNews.Queue(queue.ids()));
        }
    }

    @Override
    public List<String> queue() {
        synchronized (lock) {
            return queue.ids();
        }
    }

    @Override
    public Runnable listen(Consumer<JobNews> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Waits until a job neither runs nor waits any more; gives where it stands then, or nothing if it is gone. */
    public Optional<JobState> await(String id) throws InterruptedException {
        synchronized (lock) {
            while (queue.contains(id) && !closed) {
                lock.wait();
            }
        }
        return home.find(id).map(JobFolder::state);
    }

    @Override
    public void close(OnClose what) {
        synchronized (lock) {
            closed = true;
            if (current != null) {
                current.ask(what == OnClose.PAUSE ? Request.PAUSE : Request.LEAVE);
            }
            lock.notifyAll();
        }
        // However long it takes: the checkpoint matters more than being quick.
        OwnThread.joined(worker);
    }

    /** Asks whoever works on a job, here or in another process; false if nobody does. */
    private boolean ask(JobFolder folder, Request request) {
        if (current != null && current.id().equals(folder.id())) {
            current.ask(request);
            return true;
        }
        if (!queue.contains(folder.id()) && isElsewhere(folder.state())) {
            request.leaveFor(folder);
            return true;
        }
        return false;
    }

    private static boolean isElsewhere(JobState state) {
        return state.status().isActive()
                && state.owner().isPresent()
                && !state.owner().get().equals(ProcessHandle.current());
    }

    private void end(JobFolder folder, JobStatus status) {
        queue.remove(folder.id());
        JobState ended = folder.state().ended(status, "", clock.instant());
        folder.write(ended);
        lock.notifyAll();
        tell(new JobNews.Changed(folder.id(), ended));
        tell(new JobNews.Queue(queue.ids()));
    }

    private void requireQueued(String id) {
        if (!queue.contains(id)) {
            throw conflict("The run " + id + " is not going on");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw conflict("The engine is closing, so the run was not started");
        }
    }

    private static JobException conflict(String message) {
        return new JobException(JobException.Kind.CONFLICT, message);
    }

    private void work() {
        for (JobWork job = next(); job != null; job = next()) {
            perform(job);
        }
    }

    private void perform(JobWork job) {
        JobWork.Outcome outcome = JobWork.Outcome.OVER;
        try {
            outcome = OwnThread.call("training-run", () -> job.perform(models, this::tell));
        } catch (RuntimeException e) {
            LOG.error("The end of the run {} could not be written down", job.id(), e);
        }
        boolean idle;
        synchronized (lock) {
            current = null;
            if (outcome != JobWork.Outcome.LEFT) {
                queue.remove(job.id());
            }
            if (outcome == JobWork.Outcome.DISCARDED) {
                remove(home.folder(job.id()));
            }
            idle = queue.ids().isEmpty();
            lock.notifyAll();
        }
        tell(new JobNews.Queue(queue()));
        if (idle) {
            models.idle();
        }
    }

    private @Nullable JobWork next() {
        synchronized (lock) {
            while (queue.ids().isEmpty() && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    closed = true;
                }
            }
            if (closed) {
                return null;
            }
            JobWork next = new JobWork(home, home.folder(queue.ids().getFirst()));
            current = next;
            return next;
        }
    }

    private void tell(JobNews news) {
        for (Consumer<JobNews> listener : listeners) {
            try {
                listener.accept(news);
            } catch (RuntimeException e) { // a listener's fault must not end a job
                LOG.warn("A listener failed on {}", news, e);
            }
        }
    }
}
