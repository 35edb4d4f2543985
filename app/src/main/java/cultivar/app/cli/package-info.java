/** The command line: the same program without a window. */
@NullMarked
package cultivar.app.cli;

import org.jspecify.annotations.NullMarked;
