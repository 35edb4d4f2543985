/** Coin that contributors put behind what they give to a datanet, and the penalties that its owner may propose. */
@NullMarked
package cultivar.wallet.stakes;

import org.jspecify.annotations.NullMarked;
