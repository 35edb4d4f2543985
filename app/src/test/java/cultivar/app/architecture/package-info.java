/** The rules of the design that a build checks by itself: dependencies, packages and formatting. */
@NullMarked
package cultivar.app.architecture;

import org.jspecify.annotations.NullMarked;
