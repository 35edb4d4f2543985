/** The screen that leads an adapter to a registration and shows that it can be verified. */
@NullMarked
package cultivar.app.publish.view;

import org.jspecify.annotations.NullMarked;
