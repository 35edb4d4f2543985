package cultivar.runtime.job;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process, told from a later one that got its number.
 *
 * @param started when it was started, or null where the system does not tell
 */
public record ProcessId(long pid, @Nullable Instant started) {
    /** This process. */
    public static ProcessId current() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessId(self.pid(), self.info().startInstant().orElse(null));
    }

    /** Its handle, if it still runs. */
    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle process) {
        Optional<Instant> found = process.info().startInstant();
        return started == null || found.isEmpty() || found.get().equals(started);
    }
}
