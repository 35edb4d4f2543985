package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

/** What keys do, and how they are called. */
class DeskKeysTest {
    private static KeyEvent press(String text, KeyCode code, boolean shift) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", text, code, shift, false, false, false);
    }

    @Test
    void keysAreFoundByTheirSignOnAnyKeyboard() {
        DeskKeys keys = DeskKeys.usual();
        assertThat(keys.action(press("x", KeyCode.X, false))).contains(DeskAction.REJECT);
        assertThat(keys.action(press("\r", KeyCode.ENTER, false))).contains(DeskAction.ACCEPT);
        assertThat(keys.action(press("1", KeyCode.NUMPAD1, false))).contains(DeskAction.TAG_1);
        assertThat(keys.action(press("&", KeyCode.DIGIT1, false)))
                .as("a French keyboard types digits with Shift")
                .contains(DeskAction.TAG_1);
        assertThat(keys.action(press("/", KeyCode.DIGIT7, true)))
                .as("a German keyboard types the slash on the 7")
                .contains(DeskAction.SEARCH);
        assertThat(keys.action(press("?", KeyCode.SLASH, true))).contains(DeskAction.KEYS);
        assertThat(keys.action(press("", KeyCode.DIGIT2, false))).contains(DeskAction.TAG_2);
        assertThat(keys.action(press("q", KeyCode.Q, false))).isEmpty();
    }

    @Test
    void keysOfListsAndFieldsCannotBeChosen() {
        assertThat(DeskKeys.name(press("", KeyCode.DOWN, false))).isEmpty();
        assertThat(DeskKeys.name(press("", KeyCode.ESCAPE, false))).isEmpty();
        assertThat(DeskKeys.name(press("\t", KeyCode.TAB, false))).isEmpty();
        assertThat(DeskKeys.name(press(" ", KeyCode.SPACE, false))).contains("Space");
        assertThat(DeskKeys.name(press("a", KeyCode.A, false))).contains("A");
    }

    @Test
    void onlyWhatWasChosenIsKeptAndConflictsDoNotCount() {
        DeskKeys keys = DeskKeys.usual().with(DeskAction.ACCEPT, "Space");
        assertThat(keys.chosen()).containsExactly(Map.entry("accept", "Space"));
        assertThat(DeskKeys.of(keys.chosen())).isEqualTo(keys);
        assertThat(DeskKeys.of(Map.of("no-such", "Y"))).isEqualTo(DeskKeys.usual());
        assertThat(DeskKeys.of(Map.of("accept", "X"))).isEqualTo(DeskKeys.usual());
    }
}
