package cultivar.datanet.view;

import cultivar.datanet.Split;
import cultivar.datanet.load.Target;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where imported rows belong.
 *
 * @param name the datanet's name
 * @param title the title of a datanet to be made; null for one that exists
 * @param columns what the person said of columns
 */
record ImportChoice(String name, @Nullable String title, Split split, Map<String, Target> columns) {
    ImportChoice {
        columns = Map.copyOf(columns);
    }
}
