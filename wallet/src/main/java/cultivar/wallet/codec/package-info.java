/** Bytes as chains write them: hexadecimal, RLP, Keccak-256, addresses and secp256k1 signatures. */
@NullMarked
package cultivar.wallet.codec;

import org.jspecify.annotations.NullMarked;
