/** Training: examples, the loop, its schedule, and checkpoints that resume. */
@NullMarked
package cultivar.runtime.train;

import org.jspecify.annotations.NullMarked;
