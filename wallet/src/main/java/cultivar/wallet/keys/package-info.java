/** Recovery phrases, the accounts that grow from them, the encrypted file that keeps them, and signing. */
@NullMarked
package cultivar.wallet.keys;

import org.jspecify.annotations.NullMarked;
