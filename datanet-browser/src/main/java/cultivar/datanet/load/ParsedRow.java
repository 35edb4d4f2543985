package cultivar.datanet.load;

import cultivar.datanet.Contribution;
import java.util.List;

/**
 * One line that holds a contribution.
 *
 * @param warnings what a person should look at, though the row is usable
 */
public record ParsedRow(long line, Contribution contribution, List<String> warnings) {
    public ParsedRow {
        warnings = List.copyOf(warnings);
    }
}
