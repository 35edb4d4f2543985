/** The path that leads a newcomer from the first screen to a verified registration. */
@NullMarked
package cultivar.app.guide;

import org.jspecify.annotations.NullMarked;
