package cultivar.runtime.server;

import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.Jobs;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** News for one client, kept until it takes them; one that is too slow is told that it has missed some. */
final class NewsFeed implements AutoCloseable {
    private static final int KEPT = 10_000;
    private static final int BEAT_SECONDS = 2;

    private final BlockingQueue<JobNews> waiting = new LinkedBlockingQueue<>(KEPT);
    private final AtomicBoolean missed = new AtomicBoolean();
    private final Runnable stop;

    NewsFeed(Jobs jobs) {
        this.stop = jobs.listen(news -> {
            if (!waiting.offer(news)) {
                missed.set(true);
            }
        });
    }

    /** The next news, or null if there are none for a moment. */
    @Nullable
    JobNews next() throws InterruptedException {
        if (missed.getAndSet(false)) {
            waiting.clear();
            return new JobNews.Missed();
        }
        return waiting.poll(BEAT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        stop.run();
    }
}
