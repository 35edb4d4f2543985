/** The Merkle Patricia trie, Ethereum's commitment to maps. */
@NullMarked
package cultivar.wallet.evm.trie;

import org.jspecify.annotations.NullMarked;
