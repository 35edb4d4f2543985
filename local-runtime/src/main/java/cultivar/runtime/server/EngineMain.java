package cultivar.runtime.server;

import cultivar.runtime.http.WebServer;
import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.job.JobService;
import cultivar.runtime.job.Jobs;
import cultivar.runtime.job.ProcessId;
import cultivar.runtime.job.ProcessLock;
import cultivar.runtime.lifetime.ProcessEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's process: {@code EngineMain HOME}. It does the home's training jobs, answers on a base with the home's
 * adapters, and says in {@code engine/engine.json} how to reach it.
 */
public final class EngineMain {
    /** The exit code where another engine has the home already. */
    public static final int OTHER_ENGINE = 75;

    private static final Logger LOG = LoggerFactory.getLogger(EngineMain.class);
    private static final int TOKEN_BYTES = 32;
    /** Seconds that it waits for a studio before it ends with nothing to do. */
    private static final int GRACE_SECONDS = Integer.getInteger("cultivar.engine.grace", 20);

    private EngineMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        JobHome home = new JobHome(Path.of(arguments[0]));
        Optional<ProcessLock> lock = ProcessLock.tryTake(home.engine().resolve("engine.lock"));
        if (lock.isEmpty()) {
            System.exit(OTHER_ENGINE);
        }
        run(home);
        lock.get().close();
        // The native library leaves threads behind.
        System.exit(0);
    }

    private static void run(JobHome home) throws IOException, InterruptedException {
        EngineLife life = new EngineLife(Duration.ofSeconds(GRACE_SECONDS));
        try (EngineModels models = new EngineModels(home.settings());
                EngineServing serving = new EngineServing(models, home.adapters());
                JobService jobs = JobService.background(home, models)) {
            var _ = jobs.listen(news -> {
                if (news instanceof JobNews.Queue(List<String> ids)) {
                    life.busy(!ids.isEmpty());
                }
            });
            life.busy(!jobs.queue().isEmpty());
            // Asked to end by the system, it saves what runs first and leaves it in the queue.
            var _ = ProcessEnd.ofThisProcess().before(jobs::close);
            String token = token();
            try (WebServer server = EngineServer.start(
                    token,
                    List.of(new EngineRoutes(models, life), new JobRoutes(home, jobs, life), serving),
                    life::touch)) {
                EngineFile file = new EngineFile(EngineFile.PROTOCOL, ProcessId.current(), server.port(), token);
                file.write(home);
                LOG.info("The {} begins on {}", file, home.root());
                jobs.start();
                life.await(serving::rest);
                LOG.info(jobs.queue().isEmpty() ? "The engine ends" : "The engine saves what runs and ends");
                EngineFile.delete(home);
                jobs.close(Jobs.OnClose.PAUSE);
            }
        }
    }

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
