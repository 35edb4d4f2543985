package cultivar.app.engine;

import cultivar.app.shell.BaseModelUnderTest;
import cultivar.runtime.client.AdapterBudget;
import cultivar.runtime.client.EngineLink;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.server.EngineFile;
import cultivar.ui.task.DirectTaskRunner;
import java.nio.file.Path;

/** The real engine of a home of its own, started, in a process of its own. */
public final class EngineHostUnderTest implements AutoCloseable {
    private final JobHome home;
    private final EngineLink link;
    private final EngineHost host;

    public EngineHostUnderTest(Path home) {
        this.home = new JobHome(home);
        this.link = new EngineLink(this.home);
        this.host = new EngineHost(
                new DirectTaskRunner(),
                () -> BaseModelUnderTest.install(home.resolve("models")),
                link,
                AdapterBudget::usual,
                Runnable::run);
        host.start("start");
    }

    public EngineHost host() {
        return host;
    }

    /** The process of the engine that is there now. */
    public ProcessHandle process() {
        return EngineFile.read(home).orElseThrow().process().alive().orElseThrow();
    }

    @Override
    public void close() {
        host.close();
        link.close(Jobs.OnClose.PAUSE);
    }
}
