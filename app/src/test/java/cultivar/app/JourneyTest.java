package cultivar.app;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.app.shell.BaseModelUnderTest;
import cultivar.app.shell.Pictures;
import cultivar.app.shell.StudioUnderTest;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.FxTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newcomer's way through the real window, led by the guide: a datanet, a run, a talk, a wallet, a registration, a
 * verification. Engine, database and chain are the real ones; pictures of every screen are left to look at.
 */
class JourneyTest extends FxTest {
    private static final String PASSWORD = "correct horse battery";
    private static final Duration LONG = Duration.ofMinutes(3);
    /** Enough for an adapter that answers sensibly in the pictures; more with {@code -Dcultivar.journey.steps=200}. */
    private static final String STEPS = System.getProperty("cultivar.journey.steps", "60");

    @TempDir
    Path home;

    private @Nullable StudioUnderTest opened;

    @AfterEach
    void close() {
        StudioUnderTest last = opened;
        if (last != null && !last.isClosed()) {
            onFx(last::close);
        }
    }

    @Test
    void fromTheFirstScreenToAVerifiedRegistration() throws Exception {
        start();
        picture("first-frame");
        patiently("the datanets are there", () -> shown(".datanet-card"));
        patiently(
                "the engine is ready",
                () -> text(".app-status-bar .status-item").contains("ready"));
        picture("datanets");
        Accessibility.assertAccessible(studio().root());

        click(button("#guide-go"));
        patiently("the rows are counted", () -> enabled(".wizard-next"));
        picture("build-data");
        click(button(".wizard-next"));
        settle();
        click(find(studio().root(), ".preset-quick", Node.class));
        type(field(".field-steps"), STEPS);
        picture("build-recipe");
        click(button(".wizard-start"));
        patiently("the run ends", () -> guideAt(2));
        picture("build-run");
        press(KeyCode.CONTROL, KeyCode.DIGIT3);
        patiently("the run is in the history", () -> shown(".runs-table"));
        picture("runs");

        click(button("#guide-go"));
        patiently("the examples are there", () -> shown(".chat-example"));
        picture("chat-before");
        click(button(".chat-example"));
        patiently("both have answered", () -> answersEnded() == 2);
        picture("chat");
        Accessibility.assertAccessible(studio().root());
        List<String> feet = texts(".chat-who");
        assertThat(feet.getFirst()).startsWith("Seedling, no adapter");
        assertThat(feet.get(1)).startsWith("defi-intents adapter");

        click(button("#guide-go"));
        patiently("the adapter is offered", () -> shown("#publish-register"));
        picture("publish-unevaluated");
        click(button("#publish-evaluate"));
        patiently("it is evaluated", () -> enabled("#publish-register"));
        picture("publish");
        Accessibility.assertAccessible(studio().root());

        click(button("#publish-register"));
        createWallet();
        patiently("the registration is shown", () -> shown(".signing-details"));
        settle();
        picture("signing");
        Accessibility.assertAccessible(studio().root());
        assertThat(onFx(() -> studio().stage().getScene().getFocusOwner()))
                .as("cancelling is the default")
                .isEqualTo(dialogButtons().getFirst());
        signs("Create the datanet \u201cdefi-intents\u201d in your name.");
        signs("Publish the next version of datanet 1");
        signs("Register an adapter in your name.");
        patiently("it is registered", () -> shown("#publish-verify"));
        picture("published");
        Path adapter = home.resolve("adapters").resolve("defi-intents");
        assertThat(adapter.resolve("cultivar-manifest.json")).isRegularFile();
        assertThat(adapter.resolve("cultivar-registration.json")).isRegularFile();

        click(button("#publish-verify"));
        patiently("it is verified", () -> shown(".verification"));
        assertThat(text(".verification .badge")).isEqualTo("Verified");
        picture("verified");
        Accessibility.assertAccessible(studio().root());
        assertThat(onFx(() -> button("#guide-go").isVisible()))
                .as("the guide is at its end")
                .isFalse();

        press(KeyCode.CONTROL, KeyCode.DIGIT6);
        patiently("the balance is known", () -> text(".account-balance").contains("DEMO"));
        picture("wallet");
        Accessibility.assertAccessible(studio().root());
        press(KeyCode.CONTROL, KeyCode.DIGIT7);
        patiently("the registration is listed", () -> shown("#activity-verify"));
        click(button("#activity-verify"));
        patiently("it is verified again", () -> shown(".verification"));
        picture("activity");
        press(KeyCode.CONTROL, KeyCode.COMMA);
        settle();
        picture("settings");
        Accessibility.assertAccessible(studio().root());

        changingOneByteIsFound();
        comesBackAsItWas();
    }

    /** Waits until this is to be signed, and signs it. */
    private void signs(String sentence) {
        patiently(sentence, () -> texts(".label").stream().anyMatch(text -> text.startsWith(sentence)));
        patiently("it may be signed", () -> enabled("#signing-sign"));
        picture("signing-" + sentence.substring(0, sentence.indexOf(' ')).toLowerCase(Locale.ROOT));
        click(button("#signing-sign"));
    }

    private void createWallet() {
        patiently("a password is asked for", () -> shown("#wallet-password"));
        type((PasswordField) find(studio().root(), "#wallet-password", Node.class), PASSWORD);
        type((PasswordField) find(studio().root(), "#wallet-password-again", Node.class), PASSWORD);
        picture("wallet-password");
        click(button("#wallet-next"));
        settle();
        // Taken while the words are hidden: no picture ever shows a phrase.
        picture("wallet-phrase");
        assertThat(button("#wallet-next").isDisabled()).isTrue();
        click(button("#phrase-reveal"));
        List<String> words = texts(".phrase-word");
        assertThat(words).hasSize(12);
        click(button("#wallet-next"));
        settle();
        for (int i = 1; i <= words.size(); i++) {
            String selector = "#phrase-word-" + i;
            if (shown(selector)) {
                type(field(selector), words.get(i - 1));
            }
        }
        click(button("#wallet-next"));
    }

    /** What the screen says after somebody has touched the adapter. */
    private void changingOneByteIsFound() throws Exception {
        Path weights = home.resolve("adapters").resolve("defi-intents").resolve("adapter_model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        press(KeyCode.CONTROL, KeyCode.DIGIT7);
        patiently("the list is back", () -> enabled("#activity-verify"));
        click(button("#activity-verify"));
        patiently("the difference is found", () -> text(".verification .badge").contains("difference"));
        picture("activity-differs");
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
    }

    private void comesBackAsItWas() {
        onFx(studio()::close);
        start();
        patiently("the guide knows where it is", () -> text(".guide-hint").startsWith("Done"));
        patiently("the adapter is still registered", () -> {
            press(KeyCode.CONTROL, KeyCode.DIGIT7);
            return shown("#activity-verify");
        });
    }

    private StudioUnderTest studio() {
        return Objects.requireNonNull(opened, "the studio is not open");
    }

    private void start() {
        Path models = home.resolve("models");
        StudioUnderTest studio =
                onFx(() -> StudioUnderTest.start(home, themes(), () -> BaseModelUnderTest.install(models)));
        opened = studio;
        onFx(() -> {
            studio.stage().setWidth(1000);
            studio.stage().setHeight(720);
            studio.stage().setX(0);
            studio.stage().setY(0);
        });
        settle();
    }

    private void picture(String name) {
        settle();
        new Pictures(studio().stage(), themes()).take(name);
    }

    private Button button(String selector) {
        return find(studio().root(), selector, Button.class);
    }

    private TextField field(String selector) {
        return find(studio().root(), selector, TextField.class);
    }

    /** Types into a field as a person does. */
    private void type(TextInputControl field, String text) {
        click(field);
        onFx(() -> {
            field.selectAll();
            field.replaceSelection(text);
        });
        settle();
    }

    private boolean shown(String selector) {
        return onFx(() -> studio().root().lookupAll(selector).stream().anyMatch(JourneyTest::visible));
    }

    private static boolean visible(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private boolean enabled(String selector) {
        return shown(selector) && onFx(() -> !studio().root().lookup(selector).isDisabled());
    }

    private String text(String selector) {
        return String.join(" ", texts(selector));
    }

    private List<String> texts(String selector) {
        return onFx(() -> {
            List<String> found = new ArrayList<>();
            Set<Node> nodes = studio().root().lookupAll(selector);
            for (Node node : nodes) {
                if (node instanceof Labeled label && visible(label)) {
                    found.add(label.getText());
                }
            }
            return found;
        });
    }

    private int answersEnded() {
        return (int) texts(".chat-answer .caption").stream()
                .filter(text -> text.contains("tokens/s") || text.contains("No answer"))
                .count();
    }

    /** Whether so many steps of the guide are done. */
    private boolean guideAt(int done) {
        return onFx(() -> studio().root().lookupAll(".guide-mark").stream()
                        .filter(mark -> ((javafx.scene.layout.StackPane) mark)
                                .getChildren().stream().noneMatch(Label.class::isInstance))
                        .count())
                >= done;
    }

    private List<Button> dialogButtons() {
        return onFx(() -> {
            List<Button> found = new ArrayList<>();
            for (Node node : studio().root().lookupAll(".dialog-buttons > .button")) {
                found.add((Button) node);
            }
            return found;
        });
    }

    /** As waitFor, for work that takes its time on a busy machine. */
    private static void patiently(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited " + LONG.toSeconds() + " s in vain: " + what);
            }
            settle();
        }
    }
}
