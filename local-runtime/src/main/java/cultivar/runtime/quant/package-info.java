/** Narrower ways to hold a frozen base: eight bits with a scale for each row, four bits with a scale for each block. */
@NullMarked
package cultivar.runtime.quant;

import org.jspecify.annotations.NullMarked;
