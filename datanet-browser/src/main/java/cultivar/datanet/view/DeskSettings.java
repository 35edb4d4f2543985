package cultivar.datanet.view;

import java.util.Map;

/**
 * What the desk remembers from one time to the next; the studio keeps it. FX thread only.
 *
 * @param keys the keys that were chosen, by action, where they are not the usual ones
 * @param reviewer under which name rows are reviewed; empty for the owner's
 */
public record DeskSettings(Map<String, String> keys, String reviewer) {
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
        return new DeskSettings(Map.of(), "");
    }

    DeskSettings withKeys(Map<String, String> chosen) {
        return new DeskSettings(chosen, reviewer);
    }

    DeskSettings withReviewer(String name) {
        return new DeskSettings(keys, name);
    }
}
