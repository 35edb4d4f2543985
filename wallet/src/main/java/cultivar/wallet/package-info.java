/** Keys, chains and what is registered on them. */
@NullMarked
package cultivar.wallet;

import org.jspecify.annotations.NullMarked;
