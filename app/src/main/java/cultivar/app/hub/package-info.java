/** The models of a home: those that are here, and the way to the hub for those that are not. */
@NullMarked
package cultivar.app.hub;

import org.jspecify.annotations.NullMarked;
