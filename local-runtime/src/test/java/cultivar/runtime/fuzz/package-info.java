/** Damages small real files in thousands of ways and sees that each ends in a clear error or in something that works. */
@NullMarked
package cultivar.runtime.fuzz;

import org.jspecify.annotations.NullMarked;
