/** Screens, what lives while one is shown, and how the window moves between them. */
@NullMarked
package cultivar.ui.screen;

import org.jspecify.annotations.NullMarked;
