package cultivar.runtime.job;

import cultivar.runtime.train.StepReport;
import java.util.function.Consumer;

/** Writes down where one job stands and what happens to it, and passes on the news. Belongs to one thread at a time. */
final class JobDiary implements AutoCloseable {
    private final JobFolder folder;
    private final Consumer<JobNews> news;
    private final EventLog log;
    private JobState state;

    JobDiary(JobFolder folder, Consumer<JobNews> news) {
        this.folder = folder;
        this.news = news;
        this.state = folder.state();
        this.log = EventLog.open(folder.eventsFile());
    }

    JobState state() {
        return state;
    }

    void become(JobState changed) {
        folder.write(changed);
        state = changed;
        news.accept(new JobNews.Changed(folder.id(), changed));
    }

    void step(StepReport report) {
        tell(log.step(report));
    }

    void validation(int step, double loss) {
        tell(log.validation(step, loss));
    }

    void checkpoint(int step) {
        tell(log.checkpoint(step));
    }

    void say(JobEvent.Level level, String text) {
        tell(log.message(level, text));
    }

    void goOnAfter(int step, String note) {
        tell(log.goOnAfter(step, note));
    }

    private void tell(JobEvent event) {
        news.accept(new JobNews.Happened(folder.id(), event));
    }

    @Override
    public void close() {
        log.close();
    }
}
