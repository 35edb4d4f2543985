/** When native memory may be freed, and the process may end. */
@NullMarked
package cultivar.runtime.lifetime;

import org.jspecify.annotations.NullMarked;
