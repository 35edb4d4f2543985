package cultivar.ui.control;

import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/**
 * An entry of the rail.
 *
 * @param id what {@link NavRail} calls it
 * @param label its visible word
 * @param shortcut the keys that lead there, shown in the tooltip, or null
 */
public record NavItem(
        String id, Ikon icon, String label, @Nullable KeyCombination shortcut) {
    /** An entry without keys. */
    public NavItem(String id, Ikon icon, String label) {
        this(id, icon, label, null);
    }
}
