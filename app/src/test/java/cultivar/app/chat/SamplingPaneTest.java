package cultivar.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.ui.text.Messages;
import javafx.scene.control.Spinner;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as a person types them, on the model of a chat. */
class SamplingPaneTest extends ChatFxTest {
    private StackPane page;

    @BeforeEach
    void showAlone() {
        page = onFx(() -> new StackPane(new SamplingPane(
                chat.screen.past(), chat.model(), Messages.load(ChatScreen.class, "cultivar.app.chat.texts"))));
        show(page, 420, 660);
    }

    @ParameterizedTest
    @CsvSource({
        "temperature, 0.7, 0.7",
        "temperature, '0,7', 0.7",
        "temperature, ' .25 ', 0.25",
        "temperature, warm, 0",
        "temperature, '', 0",
        "topp, 7, 1",
        "topk, 40.4, 40",
        "seed, x, 42",
        "seed, '', 42",
        "seed, 12345678901234, 2147483647",
        "max, 99999, 8192"
    })
    void whatIsTypedIsTakenOrForgotten(String key, String typed, String shown) {
        Spinner<?> spinner = type(key, typed);
        press(KeyCode.ENTER);
        assertThat(spinner.getEditor().getText()).as("after Enter").isEqualTo(shown);
        type(key, typed);
        press(KeyCode.TAB);
        assertThat(spinner.getEditor().getText()).as("after Tab").isEqualTo(shown);
        assertThat(((Number) spinner.getValue()).doubleValue()).isEqualTo(Double.parseDouble(shown));
    }

    @Test
    void asManyDecimalsAreShownAsCount() {
        Spinner<?> spinner = type("minp", "0.005");
        press(KeyCode.ENTER);
        press(KeyCode.TAB);
        assertThat(spinner.getEditor().getText()).isEqualTo("0.005");
        assertThat(onFx(() -> chat.model().draw().get().minP())).isEqualTo(0.005);
    }

    private Spinner<?> type(String key, String text) {
        Spinner<?> spinner = find(page, ".sampling-" + key, Spinner.class);
        onFx(() -> {
            spinner.getEditor().requestFocus();
            spinner.getEditor().setText(text);
        });
        settle();
        return spinner;
    }
}
