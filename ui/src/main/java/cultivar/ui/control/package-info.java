/** The building blocks of screens. */
@NullMarked
package cultivar.ui.control;

import org.jspecify.annotations.NullMarked;
