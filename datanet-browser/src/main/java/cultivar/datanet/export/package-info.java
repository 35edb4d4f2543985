/**
 * Writes a datanet's rows into files that other programs, and this one, can read.
 */
@NullMarked
package cultivar.datanet.export;

import org.jspecify.annotations.NullMarked;
