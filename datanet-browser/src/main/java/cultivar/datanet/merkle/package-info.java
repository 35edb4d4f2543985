/**
 * Merkle trees over contributions that OpenZeppelin's JavaScript library and contracts verify, and the reverse.
 */
@NullMarked
package cultivar.datanet.merkle;

import org.jspecify.annotations.NullMarked;
