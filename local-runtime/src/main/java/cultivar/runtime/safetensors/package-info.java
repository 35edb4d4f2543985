/** Reads safetensors files by mapping them into memory, and writes them. */
@NullMarked
package cultivar.runtime.safetensors;

import org.jspecify.annotations.NullMarked;
