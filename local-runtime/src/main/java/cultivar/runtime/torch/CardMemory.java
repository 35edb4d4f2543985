package cultivar.runtime.torch;

import cultivar.runtime.device.Machine;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;

/**
 * Memory of the first NVIDIA card in bytes, as the driver's own library NVML tells it for all processes together; zeros
 * where there is none.
 *
 * @param total what the card has
 * @param used what is taken now
 */
record CardMemory(long total, long used) {
    static final CardMemory NONE = new CardMemory(0, 0);

    private static final int SUCCESS = 0;

    /** {@code nvmlMemory_t}: total, free and used, each 64 bits. */
    private static final int USED = 2;

    /** Asks the driver, which takes some milliseconds. */
    static CardMemory now() {
        boolean windows = Machine.here().system() == Machine.Os.WINDOWS;
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup nvml = SymbolLookup.libraryLookup(windows ? "nvml.dll" : "libnvidia-ml.so.1", arena);
            if (NativeCall.number(nvml, "nvmlInit_v2", FunctionDescriptor.of(ValueLayout.JAVA_INT)) != SUCCESS) {
                return NONE;
            }
            try {
                return asked(nvml, arena);
            } finally {
                NativeCall.number(nvml, "nvmlShutdown", FunctionDescriptor.of(ValueLayout.JAVA_INT));
            }
        } catch (IllegalArgumentException e) {
            return NONE; // there is no such library
        }
    }

    private static CardMemory asked(SymbolLookup nvml, Arena arena) {
        MemorySegment card = arena.allocate(ValueLayout.ADDRESS);
        MemorySegment memory = arena.allocate(ValueLayout.JAVA_LONG, 3);
        FunctionDescriptor find =
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        FunctionDescriptor ask = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        boolean told = NativeCall.number(nvml, "nvmlDeviceGetHandleByIndex_v2", find, 0, card) == SUCCESS
                && NativeCall.number(nvml, "nvmlDeviceGetMemoryInfo", ask, card.get(ValueLayout.ADDRESS, 0), memory)
                        == SUCCESS;
        return told
                ? new CardMemory(
                        memory.getAtIndex(ValueLayout.JAVA_LONG, 0), memory.getAtIndex(ValueLayout.JAVA_LONG, USED))
                : NONE;
    }
}
