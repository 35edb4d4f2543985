package cultivar.runtime.torch;

import cultivar.runtime.device.Machine;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what oneDNN keeps. It remembers how it multiplied matrices of the last 1,024 sizes, with the memory that this took:
 * a megabyte or two of each with SmolLM2-135M's matrices, and there is a size for every number of rows that a prompt or a
 * batch ever had. Making one anew costs a tenth of a millisecond.
 */
final class OneDnnMemory {
    private static final Logger LOG = LoggerFactory.getLogger(OneDnnMemory.class);

    private static final String VARIABLE = "ONEDNN_PRIMITIVE_CACHE_CAPACITY";

    /** What a batch and a prompt need in turns: about five sizes each, with up to three entries for a size. */
    private static final String ENTRIES = "32";

    /** Two strings in, a number out. */
    private static final FunctionDescriptor STRINGS =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

    private OneDnnMemory() {}

    /** Sets the bound unless the user did. oneDNN reads it once, so that this has to come before the natives are loaded. */
    static void bound() {
        if (System.getenv(VARIABLE) != null) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(VARIABLE);
            MemorySegment value = arena.allocateFrom(ENTRIES);
            if (Machine.here().system() == Machine.Os.WINDOWS) {
                SymbolLookup kernel = SymbolLookup.libraryLookup("kernel32", arena);
                NativeCall.number(kernel, "SetEnvironmentVariableA", STRINGS, name, value);
            } else {
                SymbolLookup libc = Linker.nativeLinker().defaultLookup();
                NativeCall.number(libc, "setenv", STRINGS.appendArgumentLayouts(ValueLayout.JAVA_INT), name, value, 1);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Nothing computes wrongly without it; a process that runs for days grows by a gigabyte or two.
            LOG.warn("{} could not be set", VARIABLE, e);
        }
    }
}
