/** Arrangements that several of the app's screens share. */
@NullMarked
package cultivar.app.layout;

import org.jspecify.annotations.NullMarked;
