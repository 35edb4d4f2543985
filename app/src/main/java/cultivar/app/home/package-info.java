/** Where the studio keeps what it owns. */
@NullMarked
package cultivar.app.home;

import org.jspecify.annotations.NullMarked;
