/** What is published about an adapter: its manifest, its registration on a chain, and how to check both. */
@NullMarked
package cultivar.wallet.registry;

import org.jspecify.annotations.NullMarked;
