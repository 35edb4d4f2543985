/** The studio's window: what it is wired from, where it goes, and what it remembers. */
@NullMarked
package cultivar.app.shell;

import org.jspecify.annotations.NullMarked;
