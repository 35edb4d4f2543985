package cultivar.runtime.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/** What this process holds, for tests that look for growth. */
public final class HeldMemory {
    /** The collector gives its heap back on a thread of its own, hundreds of MiB within half a second. */
    private static final int SETTLED_MILLIS = 1000;

    private HeldMemory() {}

    /**
     * MiB that the process holds once the collector has given back what it does not need, with what is alive on its heap in
     * the place of the heap's size, which is nobody's leak.
     */
    public static long mib() throws InterruptedException {
        System.gc();
        System.gc(); // the first lets go of buffers that only garbage held
        long resident = ProcessMemory.residentMib();
        for (long before = Long.MAX_VALUE; resident < before; resident = ProcessMemory.residentMib()) {
            before = resident;
            Thread.sleep(SETTLED_MILLIS);
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return resident - ((heap.getCommitted() - heap.getUsed()) >> 20);
    }
}
