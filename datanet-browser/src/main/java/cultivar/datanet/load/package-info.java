/**
 * Reads contributions and cards from files that other people wrote, naming what it cannot read.
 */
@NullMarked
package cultivar.datanet.load;

import org.jspecify.annotations.NullMarked;
