package cultivar.datanet.view;

import cultivar.datanet.Datanet;
import cultivar.datanet.DatanetCard;
import cultivar.datanet.Split;
import cultivar.datanet.load.Target;
import cultivar.datanet.store.DatanetStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where imported rows belong.
 *
 * @param name the datanet's name
 * @param title the title of a datanet to be made; null for one that exists
 * @param columns what the person said of columns
 * @param way how documents among the files become rows
 */
record ImportChoice(String name, @Nullable String title, Split split, Map<String, Target> columns, DocumentWay way) {
    ImportChoice {
        columns = Map.copyOf(columns);
    }

    /** The datanet, which is made now if it is to be a new one. */
    Datanet datanet(DatanetStore store) {
        if (title != null && store.find(name).isEmpty()) {
            return store.create(DatanetCard.titled(title));
        }
        return store.get(name);
    }
}
