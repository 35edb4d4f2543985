/** Markdown drawn as plain nodes: nothing is fetched, nothing runs, and HTML stays text. */
@NullMarked
package cultivar.ui.markdown;

import org.jspecify.annotations.NullMarked;
