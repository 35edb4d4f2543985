package cultivar.runtime.client;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.JobState;
import cultivar.runtime.job.JobStatus;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.server.EngineFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A home's engine in a real process of its own, as a studio sees it. */
final class EngineUnderWatch implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final JobHome home;
    private final EngineJobs jobs;
    private final List<JobNews> heard = new ArrayList<>();

    EngineUnderWatch(JobHome home) {
        this.home = home;
        this.jobs = new EngineJobs(new EngineLink(home));
        var _ = jobs.listen(news -> {
            synchronized (heard) {
                heard.add(news);
                heard.notifyAll();
            }
        });
    }

    EngineJobs jobs() {
        return jobs;
    }

    EngineFile file() {
        return EngineFile.read(home).orElseThrow();
    }

    ProcessHandle process() {
        return file().process().alive().orElseThrow();
    }

    /** Ends the engine's process as a crash would, and waits until it is gone. */
    void kill() {
        ProcessHandle process = process();
        CompletableFuture<ProcessHandle> gone = process.onExit();
        process.destroyForcibly();
        gone.join();
    }

    JobState state(String id) {
        return home.get(id).state();
    }

    /** Waits until a job has succeeded. */
    void succeeded(String id) throws InterruptedException {
        await(() -> !state(id).status().isActive());
        assertThat(state(id).status()).as(state(id).error()).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** Waits until there has been such news. */
    void hears(Predicate<JobNews> wanted) throws InterruptedException {
        await(() -> heard().stream().anyMatch(wanted));
    }

    List<JobNews> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    /** Waits for a condition, looked at after all news and now and then; in vain once there is no news for long. */
    void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int known = heard().size();
        while (!condition.getAsBoolean()) {
            if (heard().size() > known) {
                known = heard().size();
                end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            }
            assertThat(System.nanoTime())
                    .as("waited in vain; heard %s", heard())
                    .isLessThan(end);
            synchronized (heard) {
                heard.wait(50);
            }
        }
    }

    @Override
    public void close() {
        jobs.close(Jobs.OnClose.PAUSE);
    }
}
