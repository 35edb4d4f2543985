/** Who signs: an account of the built-in wallet, or another wallet on this machine that is asked over HTTP. */
@NullMarked
package cultivar.wallet.signer;

import org.jspecify.annotations.NullMarked;
