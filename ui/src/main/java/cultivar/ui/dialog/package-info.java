/** Questions and messages inside the window. */
@NullMarked
package cultivar.ui.dialog;

import org.jspecify.annotations.NullMarked;
