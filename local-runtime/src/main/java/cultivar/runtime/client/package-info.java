/** The way to the engine's process for the studio and the command line: start, watch, ask, listen. */
@NullMarked
package cultivar.runtime.client;

import org.jspecify.annotations.NullMarked;
