/** A small Ethereum virtual machine with the rules of Cancun, for development chains: clear before fast. */
@NullMarked
package cultivar.wallet.evm;

import org.jspecify.annotations.NullMarked;
