/** Live charts drawn on a canvas. */
@NullMarked
package cultivar.ui.chart;

import org.jspecify.annotations.NullMarked;
