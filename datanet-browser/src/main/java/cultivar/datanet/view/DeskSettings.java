package cultivar.datanet.view;

import java.util.List;
import java.util.Map;

/**
 * What the desk and the table of rows remember from one time to the next; the studio keeps it. FX thread only.
 *
 * @param keys the keys that were chosen, by action, where they are not the usual ones
 * @param reviewer under which name rows are reviewed; empty for the owner's
 * @param suggest whether tags are suggested
 * @param columns the ids of the signals that the table of rows shows, beside what rows say
 */
public record DeskSettings(Map<String, String> keys, String reviewer, boolean suggest, List<String> columns) {
    /** Where they are kept. */
    public interface Keeper {
        DeskSettings get();

        void set(DeskSettings settings);
    }

    public DeskSettings {
        keys = Map.copyOf(keys);
        columns = List.copyOf(columns);
    }

    /** Nothing chosen. */
    public static DeskSettings defaults() {
        return new DeskSettings(Map.of(), "", true, List.of());
    }

    DeskSettings withKeys(Map<String, String> chosen) {
        return new DeskSettings(chosen, reviewer, suggest, columns);
    }

    DeskSettings withReviewer(String name) {
        return new DeskSettings(keys, name, suggest, columns);
    }

    DeskSettings withSuggest(boolean wanted) {
        return new DeskSettings(keys, reviewer, wanted, columns);
    }

    DeskSettings withColumns(List<String> signals) {
        return new DeskSettings(keys, reviewer, suggest, signals);
    }
}
