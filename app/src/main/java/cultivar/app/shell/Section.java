package cultivar.app.shell;

import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The entries of the rail, with the keys that lead there. */
enum Section {
    DATANETS,
    BUILD,
    RUNS,
    CHAT,
    PUBLISH,
    WALLET,
    ACTIVITY,
    SETTINGS;

    Ikon icon() {
        return switch (this) {
            case DATANETS -> Feather.DATABASE;
            case BUILD -> Feather.SLIDERS;
            case RUNS -> Feather.ACTIVITY;
            case CHAT -> Feather.MESSAGE_CIRCLE;
            case PUBLISH -> Feather.UPLOAD_CLOUD;
            case WALLET -> Feather.CREDIT_CARD;
            case ACTIVITY -> Feather.CLOCK;
            case SETTINGS -> Feather.SETTINGS;
        };
    }

    private KeyCode key() {
        return switch (this) {
            case DATANETS -> KeyCode.DIGIT1;
            case BUILD -> KeyCode.DIGIT2;
            case RUNS -> KeyCode.DIGIT3;
            case CHAT -> KeyCode.DIGIT4;
            case PUBLISH -> KeyCode.DIGIT5;
            case WALLET -> KeyCode.DIGIT6;
            case ACTIVITY -> KeyCode.DIGIT7;
            case SETTINGS -> KeyCode.COMMA;
        };
    }

    KeyCombination keys() {
        return new KeyCodeCombination(key(), KeyCombination.SHORTCUT_DOWN);
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Section of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** Where a press on the rail leads. */
    Place place() {
        return switch (this) {
            case DATANETS -> new Place.Datanets();
            case BUILD -> new Place.Build(null);
            case RUNS -> new Place.Runs();
            case CHAT -> new Place.Chat(null);
            case PUBLISH -> new Place.Publish(null);
            case WALLET -> new Place.Wallet();
            case ACTIVITY -> new Place.Activity();
            case SETTINGS -> new Place.Settings();
        };
    }
}
