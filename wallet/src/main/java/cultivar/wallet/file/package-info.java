/** Files that only grow by whole lines, and files that only their owner may read and that change in one step. */
@NullMarked
package cultivar.wallet.file;

import org.jspecify.annotations.NullMarked;
