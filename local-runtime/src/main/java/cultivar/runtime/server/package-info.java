/** The engine's own process: its life, and its interface over HTTP on loopback. */
@NullMarked
package cultivar.runtime.server;

import org.jspecify.annotations.NullMarked;
