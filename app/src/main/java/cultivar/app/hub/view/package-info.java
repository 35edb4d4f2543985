/** The screen on which base models are found, downloaded and chosen. */
@NullMarked
package cultivar.app.hub.view;

import org.jspecify.annotations.NullMarked;
