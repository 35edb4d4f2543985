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
 * What the native libraries read from the environment once, when they are loaded, and what suits a studio better than what
 * they do by themselves. What the user has set stays.
 */
final class NativeEnvironment {
    private static final Logger LOG = LoggerFactory.getLogger(NativeEnvironment.class);

    /**
     * How many sizes of matrices oneDNN remembers how to multiply, with the memory that this took: a megabyte or two of each
     * with SmolLM2-135M's matrices, and there is a size for every number of rows that a prompt or a batch ever had. By itself
     * it keeps 1,024. Making one anew costs a tenth of a millisecond; a batch and a prompt need in turns about five sizes
     * each, with up to three entries for a size.
     */
    private static final String PRODUCTS = "ONEDNN_PRIMITIVE_CACHE_CAPACITY";

    private static final String PRODUCTS_KEPT = "32";

    /**
     * How often a thread of GNU's OpenMP looks again for what it waits for before it sleeps. By itself that is some
     * milliseconds, each of which another process on the same processors loses: two that compute at once stand still. These
     * are some tens of microseconds, longer than the gap between two operations.
     */
    private static final String SPINS = "GOMP_SPINCOUNT";

    private static final String SPINS_UNTIL_SLEEP = "2000";

    /** Says in general how threads wait; who sets it does not want the other overruled. */
    private static final String WAITING = "OMP_WAIT_POLICY";

    /** Two strings in, a number out. */
    private static final FunctionDescriptor STRINGS =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

    private NativeEnvironment() {}

    /** Has to come before the natives are loaded. */
    static void prepare() {
        setUnlessSet(PRODUCTS, PRODUCTS_KEPT);
        if (System.getenv(WAITING) == null) {
            setUnlessSet(SPINS, SPINS_UNTIL_SLEEP);
        }
    }

    private static void setUnlessSet(String variable, String text) {
        if (System.getenv(variable) != null) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(variable);
            MemorySegment value = arena.allocateFrom(text);
            if (Machine.here().system() == Machine.Os.WINDOWS) {
                SymbolLookup kernel = SymbolLookup.libraryLookup("kernel32", arena);
                NativeCall.number(kernel, "SetEnvironmentVariableA", STRINGS, name, value);
            } else {
                SymbolLookup libc = Linker.nativeLinker().defaultLookup();
                NativeCall.number(libc, "setenv", STRINGS.appendArgumentLayouts(ValueLayout.JAVA_INT), name, value, 1);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Nothing computes wrongly without it: a process of days takes more memory, two at once are slower.
            LOG.warn("{} could not be set", variable, e);
        }
    }
}
