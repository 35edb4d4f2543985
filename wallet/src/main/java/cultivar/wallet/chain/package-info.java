/** Networks, the client that talks to them, and the development chain that runs inside the studio. */
@NullMarked
package cultivar.wallet.chain;

import org.jspecify.annotations.NullMarked;
