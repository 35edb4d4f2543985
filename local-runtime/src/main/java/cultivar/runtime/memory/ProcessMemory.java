package cultivar.runtime.memory;

import cultivar.runtime.torch.Torch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the system says of this process's memory. */
public final class ProcessMemory {
    private ProcessMemory() {}

    /** The most resident memory that the process has held, in MiB; 0 where the system does not tell. */
    public static long peakMib() {
        return mib("VmHWM:");
    }

    /** The resident memory that the process holds now, in MiB; 0 where the system does not tell. */
    public static long residentMib() {
        return mib("VmRSS:");
    }

    private static long mib(String what) {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(what))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The same of the memory that an engine computes in: a card's where a card computes. */
    public static long peakMib(Torch torch) {
        return torch.onCpu() ? peakMib() : torch.cardMib();
    }

    /** Forgets the most that the process has held before, where the system can: a run is to be told its own. */
    public static void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5", StandardOpenOption.WRITE);
        } catch (IOException e) {
            // Elsewhere than on Linux, and where it is forbidden, the peak is that of the process.
            return;
        }
    }

    /** The machine's memory in bytes; 0 where the system does not tell. */
    public static long ofMachine() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}
