package cultivar.runtime.job;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One job that is being worked on: the wait for the device, the work, and what becomes of its failure. */
final class JobWork {
    private static final Logger LOG = LoggerFactory.getLogger(JobWork.class);
    private static final long LOOK_AGAIN_MILLIS = 500;

    /** How work on a job ended. */
    enum Outcome {
        /** It has ended for now; its state says how. */
        OVER,
        /** It waits for the next process. */
        LEFT,
        /** Its folder is to be deleted. */
        DISCARDED
    }

    private final JobHome home;
    private final JobFolder folder;
    private final Clock clock = Clock.systemUTC();
    private @Nullable Request request;

    JobWork(JobHome home, JobFolder folder) {
        this.home = home;
        this.folder = folder;
    }

    String id() {
        return folder.id();
    }

    /** Asks something of it; what was asked last counts. */
    synchronized void ask(Request newRequest) {
        request = newRequest;
        notifyAll();
    }

    /** What is asked of it, by this process or another. */
    private synchronized Optional<Request> asked() {
        Request.take(folder).ifPresent(other -> request = other);
        return Optional.ofNullable(request);
    }

    /** Works on the calling thread. A failure is written down with the job. */
    Outcome perform(ModelSource models, Consumer<JobNews> news) {
        Request.forget(folder);
        try (JobDiary diary = new JobDiary(folder, news)) {
            try (ProcessLock device = device(diary)) {
                if (device == null) {
                    giveUpWaiting(diary);
                } else {
                    new JobRunner(folder, diary, models, this::asked).run();
                }
            } catch (JobRunner.DiscardedException e) {
                return Outcome.DISCARDED;
            } catch (Throwable e) { // the border between a job and the engine: whatever it was, the job has failed
                // What speaks to the user is written down with the job and shown; it needs no trace in the log as well.
                Level level = e.getClass().getName().startsWith("cultivar.") ? Level.INFO : Level.WARN;
                LOG.atLevel(level).setCause(e).log("The run {} failed", folder.id());
                diary.say(JobEvent.Level.ERROR, line(e));
                diary.become(diary.state().ended(JobStatus.FAILED, line(e), clock.instant()));
            }
            return diary.state().status() == JobStatus.QUEUED ? Outcome.LEFT : Outcome.OVER;
        }
    }

    /** Waits for the device; null if the job is asked to do something else meanwhile. */
    private @Nullable ProcessLock device(JobDiary diary) throws InterruptedException {
        boolean told = false;
        while (true) {
            Optional<ProcessLock> taken = ProcessLock.tryTake(home.deviceLock());
            if (taken.isPresent()) {
                return taken.get();
            }
            if (!told) {
                told = true;
                diary.become(diary.state().with(JobStage.WAITING));
                diary.say(JobEvent.Level.INFO, "Waits for another run of this home to end");
            }
            synchronized (this) {
                Request now = asked().orElse(null);
                if (now != null
                        && (now != Request.FINISH || folder.checkpoints().isEmpty())) {
                    return null;
                }
                wait(LOOK_AGAIN_MILLIS);
            }
        }
    }

    private void giveUpWaiting(JobDiary diary) {
        switch (asked().orElse(Request.LEAVE)) {
            case PAUSE -> diary.become(diary.state().ended(JobStatus.PAUSED, "", clock.instant()));
            case FINISH -> diary.become(diary.state().ended(JobStatus.CANCELLED, "", clock.instant()));
            case DISCARD -> throw new JobRunner.DiscardedException();
            case LEAVE -> diary.become(diary.state().queued());
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
}
