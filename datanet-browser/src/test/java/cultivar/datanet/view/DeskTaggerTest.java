package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.ReviewState;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.OneModel;
import cultivar.datanet.ask.ScriptedModel;
import cultivar.datanet.store.RowFilter;
import cultivar.datanet.suggest.OrderRows;
import cultivar.datanet.suggest.Suggestion;
import cultivar.ui.screen.Lifecycle;
import cultivar.ui.screen.ScreenState;
import cultivar.ui.test.Accessibility;
import cultivar.ui.test.Screenshots;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model is tried on rows that people tagged, and its tags are suggested on the desk only if it did well. */
class DeskTaggerTest extends StoreFxTest {
    @BeforeEach
    void fill() {
        store.create(new DatanetCard(
                "orders",
                "Orders",
                "",
                "",
                "",
                List.of(
                        new DatanetCard.TagMeaning("swap", "one token for another"),
                        new DatanetCard.TagMeaning("stake", "lock a token")),
                "CC0-1.0"));
    }

    @Test
    void whatAGoodModelFindsIsSuggestedAndAcceptedWithTheRow() {
        for (int i = 0; i < 8; i++) {
            add("number " + i + ": swap", "swap", ReviewState.ACCEPTED);
            add("number " + i + ": stake", "stake", ReviewState.ACCEPTED);
        }
        add("Quite different words, and stake among them", "", ReviewState.PENDING);
        add("Nothing that anybody knows", "", ReviewState.PENDING);
        settings.set(settings.get().withSuggest(false));
        DeskScreen screen = desk();
        choose("Ask scripted");
        waitFor("it was tried", () -> screen.tagger().used().get() != null);
        assertThat(screen.tagger().said().get())
                .isEqualTo("scripted suggests tags: it was right about 14 of 14 rows that people tagged.");
        assertThat(find(window, ".desk-suggest", CheckBox.class).isSelected())
                .as("whoever chooses a model wants suggestions")
                .isTrue();
        waitFor("a tag is suggested", () -> screen.suggestions().shown().get().containsKey("stake"));
        assertThat(screen.suggestions().shown().get().values())
                .extracting(Suggestion::reason)
                .hasExactlyElementsOfTypes(Suggestion.ByModel.class);
        settle();
        Accessibility.assertAccessible(window);
        // In the size of the window: nothing is suggested in one that is taken away for a picture.
        Screenshots.take(window, "desk-suggested", 1000, 700);
        StoredRow row = screen.model().selected().get();
        press(KeyCode.ENTER);
        waitFor("all is saved", () -> screen.model().unsaved().get() == 0);
        assertThat(store.rows(List.of(row.id())).getFirst().contribution().tags())
                .containsExactly("stake");

        Screenshots.take(window, "desk-model");
        choose("No model: only similar rows and the card's words");
        assertThat(screen.tagger().used().get()).isNull();
        assertThat(screen.tagger().said().get()).isEmpty();
    }

    @Test
    void aModelThatDoesNoBetterThanTheUsualTagIsNotAsked() {
        for (int i = 0; i < 8; i++) {
            add("number " + i + ": swap", "stake", ReviewState.ACCEPTED);
            add("number " + i + ": stake", "swap", ReviewState.ACCEPTED);
        }
        add("Quite different words, and stake among them", "", ReviewState.PENDING);
        DeskScreen screen = desk();
        choose("Ask scripted");
        waitFor("it was tried", () -> screen.tagger().said().get().contains("not asked"));
        assertThat(screen.tagger().said().get())
                .isEqualTo(
                        "scripted is not asked: it was right about 0 of 14 rows that people tagged, and always naming"
                            + " the most frequent tag is right about 7. Try a larger model or one trained for this.");
        assertThat(screen.tagger().used().get()).isNull();
        settle();
        Screenshots.take(window, "desk-model-refused");
    }

    @Test
    void withFewTaggedRowsNobodyCanTell() {
        add("number 1: swap", "swap", ReviewState.ACCEPTED);
        add("number 2: swap", "swap", ReviewState.ACCEPTED);
        add("Quite different words, and stake among them", "", ReviewState.PENDING);
        DeskScreen screen = desk();
        choose("Ask scripted");
        waitFor("it was tried", () -> screen.tagger().said().get().contains("not asked yet"));
        assertThat(screen.tagger().said().get())
                .isEqualTo(
                        "scripted is not asked yet: only 1 accepted row has a tag to try it on, and it takes twelve.");
        assertThat(screen.tagger().used().get()).isNull();
    }

    private void choose(String item) {
        MenuButton menu = find(window, ".desk-models", MenuButton.class);
        waitFor("the models are read", () -> menu.getItems().stream().anyMatch(each -> item.equals(each.getText())));
        MenuItem chosen = menu.getItems().stream()
                .filter(each -> item.equals(each.getText()))
                .findFirst()
                .orElseThrow();
        onFx(chosen::fire);
    }

    private void add(String prompt, String tag, ReviewState state) {
        String tags = tag.isEmpty() ? "" : ", \"tags\": [\"" + tag + "\"]";
        String line = "{\"prompt\": \"" + prompt + "\", \"completion\": \"a\"" + tags + "}";
        OrderRows.add(store, line, state);
    }

    private DeskScreen desk() {
        DeskScreen screen = new DeskScreen(
                TestServices.with(store, tasks, window)
                        .desk(settings)
                        .models(new OneModel(new ScriptedModel(9999)))
                        .build(),
                "orders",
                RowFilter.all().withState(ReviewState.PENDING),
                () -> {});
        onFx(() -> host.getChildren().setAll(Lifecycle.host(screen)));
        show(window, 1000, 700);
        waitFor("the queue is read", () -> screen.model().state().get() == ScreenState.READY);
        settle();
        return screen;
    }
}
