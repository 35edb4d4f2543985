/** The decoder as a generated program: its source, its weights, its forward passes. */
@NullMarked
package cultivar.runtime.decoder;

import org.jspecify.annotations.NullMarked;
