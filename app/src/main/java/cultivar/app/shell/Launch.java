package cultivar.app.shell;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.scene.Scene;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices the first frame of a window: tells how long it took, and lets the heavy work begin. */
final class Launch {
    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

    private Launch() {}

    /** Runs the action once, on the FX thread, after the scene was laid out and its first frame handed over. */
    static void afterFirstFrame(Scene scene, Runnable action) {
        AtomicBoolean seen = new AtomicBoolean();
        Runnable listener = new Runnable() {
            @Override
            public void run() {
                if (seen.compareAndSet(false, true)) {
                    scene.removePostLayoutPulseListener(this);
                    Platform.runLater(() -> {
                        tell();
                        action.run();
                    });
                }
            }
        };
        scene.addPostLayoutPulseListener(listener);
        Platform.requestNextPulse();
    }

    private static void tell() {
        if (System.getProperty("cultivar.startup", "").equals("print")) {
            long started = ManagementFactory.getRuntimeMXBean().getStartTime();
            long processor = ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .map(Duration::toMillis)
                    .orElse(0L);
            // On a busy machine the second number says more.
            LOG.info(
                    "First frame {} ms after the virtual machine started, {} ms of processor time",
                    System.currentTimeMillis() - started,
                    processor);
        }
    }
}
