/** Finds out which device this machine computes on, why, and what would have to be done for a graphics card. */
@NullMarked
package cultivar.runtime.device;

import org.jspecify.annotations.NullMarked;
