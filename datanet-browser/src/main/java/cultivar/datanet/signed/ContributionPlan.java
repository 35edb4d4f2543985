package cultivar.datanet.signed;

import cultivar.datanet.EvmAddress;
import cultivar.datanet.load.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a contribution file is to be made of.
 *
 * @param datanet the name of the datanet that it is for
 * @param contributor who gives the rows; rows that name somebody else are left out
 * @param sources files of rows, in any {@link cultivar.datanet.load.FileFormat}
 * @param licence of rows that name none; empty where there is none
 * @param columns what columns are that their names do not tell
 * @param created when
 * @param note what the contributor says about the rows; may be empty
 */
public record ContributionPlan(
        String datanet,
        EvmAddress contributor,
        List<Path> sources,
        String licence,
        Map<String, Target> columns,
        Instant created,
        String note) {
    public ContributionPlan {
        sources = List.copyOf(sources);
        columns = Map.copyOf(columns);
    }
}
