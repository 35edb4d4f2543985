/** Names, help and keyboard paths for people who do not see or point. */
@NullMarked
package cultivar.ui.a11y;

import org.jspecify.annotations.NullMarked;
