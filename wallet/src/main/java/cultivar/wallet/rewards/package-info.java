/** What adapters earned and who gets it: pools of fees, the trees of epochs, and claims with their proofs. */
@NullMarked
package cultivar.wallet.rewards;

import org.jspecify.annotations.NullMarked;
