package cultivar.datanet.view;

import cultivar.datanet.Split;
import org.jspecify.annotations.Nullable;

/**
 * Where imported rows belong.
 *
 * @param name the datanet's name
 * @param title the title of a datanet to be made; null for one that exists
 */
record ImportChoice(String name, @Nullable String title, Split split) {}
