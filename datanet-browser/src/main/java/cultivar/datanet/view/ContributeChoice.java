package cultivar.datanet.view;

import cultivar.datanet.load.Target;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a person says of the rows that they give.
 *
 * @param columns what columns are that their names do not tell
 * @param licence of rows that name none
 * @param source where the rows come from
 * @param use what they are meant for
 * @param target the file to make
 */
record ContributeChoice(Map<String, Target> columns, String licence, String source, String use, Path target) {
    ContributeChoice {
        columns = Map.copyOf(columns);
    }
}
