/** Suggests tags for a row by the card's rules and by the rows most like it, and finds those rows. */
@NullMarked
package cultivar.datanet.suggest;

import org.jspecify.annotations.NullMarked;
