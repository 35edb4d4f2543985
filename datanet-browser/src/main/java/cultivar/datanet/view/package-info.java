/**
 * The screens of datanets: the browser of all, and the page of one.
 *
 * <p>The app makes {@link cultivar.datanet.view.DatanetsScreen} and, for each datanet that is opened,
 * {@link cultivar.datanet.view.DatanetScreen}, both with the studio's {@link cultivar.datanet.view.DatanetServices} and
 * with callbacks that navigate; neither knows what lies beyond them.
 */
@NullMarked
package cultivar.datanet.view;

import org.jspecify.annotations.NullMarked;
