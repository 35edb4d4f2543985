package cultivar.runtime.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.util.NoSuchElementException;

/** Calls functions of the system's own libraries. */
final class NativeCall {
    private NativeCall() {}

    /** The number that a function gives; an IllegalArgumentException says that the library has none of that name. */
    static int number(SymbolLookup library, String name, FunctionDescriptor type, Object... arguments) {
        try {
            return (int) Linker.nativeLinker()
                    .downcallHandle(library.findOrThrow(name), type)
                    .invokeWithArguments(arguments);
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException(name, e);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }
}
