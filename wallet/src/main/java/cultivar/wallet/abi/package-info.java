/** Ethereum's contract ABI: types, values, and a reader that accepts only the one canonical encoding of a value. */
@NullMarked
package cultivar.wallet.abi;

import org.jspecify.annotations.NullMarked;
