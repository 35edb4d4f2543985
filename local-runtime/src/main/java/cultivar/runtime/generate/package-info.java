/** Generation token by token with a key-value cache. */
@NullMarked
package cultivar.runtime.generate;

import org.jspecify.annotations.NullMarked;
