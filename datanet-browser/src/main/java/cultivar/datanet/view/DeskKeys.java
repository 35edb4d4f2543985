package cultivar.datanet.view;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Which key does what at the desk. A key goes by the sign that it types, letters in capitals, or by its name where it
 * types none, so that it is found by what is printed on it on any keyboard.
 */
record DeskKeys(Map<DeskAction, String> byAction) {
    /** Keys that move through lists, leave fields or belong to other keys. */
    private static final Set<KeyCode> TAKEN = EnumSet.of(
            KeyCode.ESCAPE,
            KeyCode.TAB,
            KeyCode.UP,
            KeyCode.DOWN,
            KeyCode.PAGE_UP,
            KeyCode.PAGE_DOWN,
            KeyCode.HOME,
            KeyCode.END,
            KeyCode.UNDEFINED,
            KeyCode.CAPS,
            KeyCode.NUM_LOCK);

    DeskKeys {
        byAction = Map.copyOf(byAction);
    }

    /** The keys that the desk comes with. */
    static DeskKeys usual() {
        Map<DeskAction, String> keys = new EnumMap<>(DeskAction.class);
        for (DeskAction action : DeskAction.values()) {
            keys.put(action, action.usual());
        }
        return new DeskKeys(keys);
    }

    /** The usual keys but for those chosen; a choice that gives one key to two actions does not count. */
    static DeskKeys of(Map<String, String> chosen) {
        Map<DeskAction, String> keys = new EnumMap<>(usual().byAction());
        chosen.forEach((id, key) -> DeskAction.ofId(id).ifPresent(action -> keys.put(action, key)));
        boolean clear = keys.values().stream().distinct().count() == keys.size() && !keys.containsValue("");
        return clear ? new DeskKeys(keys) : usual();
    }

    /** Those that are not the usual ones, by the actions' ids. */
    Map<String, String> chosen() {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (DeskAction action : DeskAction.values()) {
            if (!key(action).equals(action.usual())) {
                chosen.put(action.id(), key(action));
            }
        }
        return chosen;
    }

    String key(DeskAction action) {
        return Objects.requireNonNull(byAction.get(action));
    }

    /** What a key does. */
    Optional<DeskAction> action(String key) {
        return Stream.of(DeskAction.values())
                .filter(action -> key(action).equals(key))
                .findFirst();
    }

    /** What a pressed key does: by the sign that it types, else by the key. */
    Optional<DeskAction> action(KeyEvent event) {
        return names(event).stream().flatMap(name -> action(name).stream()).findFirst();
    }

    DeskKeys with(DeskAction action, String key) {
        Map<DeskAction, String> keys = new EnumMap<>(byAction);
        keys.put(action, key);
        return new DeskKeys(keys);
    }

    /** The name of a pressed key; empty for one that cannot be chosen. */
    static Optional<String> name(KeyEvent event) {
        return names(event).stream().findFirst();
    }

    private static List<String> names(KeyEvent event) {
        KeyCode code = event.getCode();
        if (TAKEN.contains(code) || code.isModifierKey()) {
            return List.of();
        }
        String text = event.getText().strip().toUpperCase(Locale.ROOT);
        String name = code.isDigitKey() && code.getName().length() > 1
                ? code.getName().substring(code.getName().length() - 1)
                : code.getChar().length() == 1 && code.getChar().charAt(0) > ' ' ? code.getChar() : code.getName();
        return text.length() == 1 && text.charAt(0) > ' ' && text.charAt(0) != 0x7f && !text.equals(name)
                ? List.of(text, name)
                : List.of(name);
    }
}
