/** Colours, type and marks: the two themes that every window wears. */
@NullMarked
package cultivar.ui.theme;

import org.jspecify.annotations.NullMarked;
