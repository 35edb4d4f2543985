/** HTTP/1.1 for programs: connections that notice when their client goes, a guard before them, routes behind. */
@NullMarked
package cultivar.runtime.http;

import org.jspecify.annotations.NullMarked;
