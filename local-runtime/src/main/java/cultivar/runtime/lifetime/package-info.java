/** When native memory may be freed. */
@NullMarked
package cultivar.runtime.lifetime;

import org.jspecify.annotations.NullMarked;
