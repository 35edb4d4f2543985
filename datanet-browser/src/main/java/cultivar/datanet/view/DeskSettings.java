package cultivar.datanet.view;

import java.util.Map;

/**
 * What the desk remembers from one time to the next; the studio keeps it. FX thread only.
 *
 * @param keys the keys that were chosen, by action, where they are not the usual ones
 * @param reviewer under which name rows are reviewed; empty for the owner's
 * @param suggest whether tags are suggested
 */
public record DeskSettings(Map<String, String> keys, String reviewer, boolean suggest) {
    /** Where they are kept. */
    public interface Keeper {
        DeskSettings get();

        void set(DeskSettings settings);
    }

    public DeskSettings {
        keys = Map.copyOf(keys);
    }

    /** Nothing chosen. */
    public static DeskSettings defaults() {
        return new DeskSettings(Map.of(), "", true);
    }

    DeskSettings withKeys(Map<String, String> chosen) {
        return new DeskSettings(chosen, reviewer, suggest);
    }

    DeskSettings withReviewer(String name) {
        return new DeskSettings(keys, name, suggest);
    }

    DeskSettings withSuggest(boolean wanted) {
        return new DeskSettings(keys, reviewer, wanted);
    }
}
