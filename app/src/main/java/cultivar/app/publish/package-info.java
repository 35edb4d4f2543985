/** Publishing adapters and verifying what was published, without a window. */
@NullMarked
package cultivar.app.publish;

import org.jspecify.annotations.NullMarked;
