/** Reads and writes files of the GGUF format, version 3, which llama.cpp and its kin load. */
@NullMarked
package cultivar.runtime.gguf;

import org.jspecify.annotations.NullMarked;
