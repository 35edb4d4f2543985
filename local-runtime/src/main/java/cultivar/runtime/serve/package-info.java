/** Many requests at once on one base, each answered by adapters of its own in the same batch. */
@NullMarked
package cultivar.runtime.serve;

import org.jspecify.annotations.NullMarked;
