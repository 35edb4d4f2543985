/** The composition root: everything is wired here and nowhere else. */
@NullMarked
package cultivar.app;

import org.jspecify.annotations.NullMarked;
