package cultivar.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.test.TinyModel;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chat on another base than the one in the box, in the real window over the real engine. */
class OtherBaseTest extends FxTest {
    @TempDir
    Path home;

    @Test
    void anotherBaseOfTheHomeAnswersAndStillDoesAfterARestart() {
        TinyModel.write(home.resolve("models").resolve("tiny"));
        StudioUnderTest studio = start();
        try {
            waitForColumn(studio, "Seedling");
            click(find(studio.root(), ".chat-chooser", Button.class));
            waitFor("the list takes keys", () -> inList(".text-field").anyMatch(Node::isFocused));
            assertThat(entries()).containsExactly("Seedling, the base", "tiny, another base");
            press(KeyCode.T);
            press(KeyCode.I);
            press(KeyCode.ENTER);
            waitForColumn(studio, "tiny");
            waitFor("the other base ready", () -> texts(studio, ".status-item").contains("tiny ready"));

            TextArea question = find(studio.root(), ".composer .text-area", TextArea.class);
            waitFor("the composer takes keys", question::isFocused);
            onFx(() -> question.setText("Who are you?"));
            press(KeyCode.ENTER);
            waitFor(
                    "who answers",
                    () -> texts(studio, ".chat-who").stream().anyMatch(who -> who.startsWith("tiny, no adapter")));
            waitFor(
                    "an end of the answer",
                    () -> texts(studio, ".chat-answer .caption").stream().anyMatch(text -> text.contains("tokens/s")));
            Accessibility.assertAccessible(studio.root());
            new Pictures(studio.stage(), themes()).take("chat-other-base-real");
        } finally {
            onFx(studio::close);
        }
        StudioUnderTest again = start();
        try {
            waitForColumn(again, "tiny");
        } finally {
            onFx(again::close);
        }
    }

    private StudioUnderTest start() {
        StudioUnderTest studio = onFx(
                () -> StudioUnderTest.start(home, themes(), () -> BaseModelUnderTest.install(home.resolve("models"))));
        waitFor("the home", studio::isHomeOpen);
        onFx(() -> studio.go(new Place.Chat(null)));
        return studio;
    }

    private static void waitForColumn(StudioUnderTest studio, String name) {
        waitFor(name, () -> texts(studio, ".chat-chooser").equals(List.of(name)));
    }

    private static List<String> entries() {
        return onFx(() -> inList(".list-cell")
                .map(cell -> (ListCell<?>) cell)
                .filter(cell -> !cell.isEmpty())
                .map(ListCell::getText)
                .toList());
    }

    private static Stream<Node> inList(String selector) {
        return Window.getWindows().stream()
                .flatMap(window -> window.getScene().getRoot().lookupAll(".who-picker " + selector).stream());
    }

    private static List<String> texts(StudioUnderTest studio, String selector) {
        return onFx(() -> studio.root().lookupAll(selector).stream()
                .filter(Labeled.class::isInstance)
                .map(label -> String.valueOf(((Labeled) label).getText()))
                .toList());
    }
}
