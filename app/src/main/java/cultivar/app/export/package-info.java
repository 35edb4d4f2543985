/** Exports an adapter for other programs: asks how, does it in the background, and says what came of it. */
@NullMarked
package cultivar.app.export;

import org.jspecify.annotations.NullMarked;
