package cultivar.runtime.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** What this process holds, for tests that look for growth. */
public final class HeldMemory {
    private HeldMemory() {}

    /** MiB that the process holds, with what is alive on its heap in the place of the heap's size, which is nobody's leak. */
    public static long mib() {
        System.gc();
        System.gc(); // the first lets go of buffers that only garbage held
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return ProcessMemory.residentMib() - ((heap.getCommitted() - heap.getUsed()) >> 20);
    }
}
