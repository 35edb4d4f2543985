/** Words from resource bundles. */
@NullMarked
package cultivar.ui.text;

import org.jspecify.annotations.NullMarked;
