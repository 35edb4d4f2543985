/** The engine as the window sees it: a process that is started behind the first frame, watched, and shared by all screens. */
@NullMarked
package cultivar.app.engine;

import org.jspecify.annotations.NullMarked;
