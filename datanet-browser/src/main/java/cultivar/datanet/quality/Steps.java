package cultivar.datanet.quality;

import cultivar.datanet.quality.QualityProgress.Phase;
import java.util.concurrent.CancellationException;

/** Tells a listener how far a phase is, and ends the work where the listener asks for it. */
final class Steps {
    private static final int EVERY = 2048;

    private final QualityListener listener;
    private Phase phase = Phase.READING;
    private long total = -1;
    private long done;

    Steps(QualityListener listener) {
        this.listener = listener;
    }

    void begin(Phase next, long rows) {
        phase = next;
        total = rows;
        done = 0;
        tell();
    }

    void step() {
        if (++done % EVERY == 0) {
            tell();
        }
    }

    private void tell() {
        if (listener.stop() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the check was stopped");
        }
        listener.progress(new QualityProgress(phase, done, total));
    }
}
