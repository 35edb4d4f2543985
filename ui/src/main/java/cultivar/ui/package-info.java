/** The design system that every screen is built from. */
@NullMarked
package cultivar.ui;

import org.jspecify.annotations.NullMarked;
