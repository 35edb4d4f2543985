/** Checks of the packaged tree: its launcher, its libraries, and that it starts. */
@NullMarked
package cultivar.packaging;

import org.jspecify.annotations.NullMarked;
