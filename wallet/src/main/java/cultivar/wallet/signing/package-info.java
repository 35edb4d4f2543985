/** What is signed, in plain words: requests, their meaning, what they would change, and who gets something. */
@NullMarked
package cultivar.wallet.signing;

import org.jspecify.annotations.NullMarked;
