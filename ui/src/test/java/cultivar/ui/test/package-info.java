/** What every test of a window needs: a toolkit, the FX thread, pictures, and the rules that a window must keep. */
@NullMarked
package cultivar.ui.test;

import org.jspecify.annotations.NullMarked;
