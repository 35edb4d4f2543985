/** What training needs of memory: what the system reports. */
@NullMarked
package cultivar.runtime.memory;

import org.jspecify.annotations.NullMarked;
