/** Work off the FX thread that people can see, follow and stop. */
@NullMarked
package cultivar.ui.task;

import org.jspecify.annotations.NullMarked;
