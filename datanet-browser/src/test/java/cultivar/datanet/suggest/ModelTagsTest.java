package cultivar.datanet.suggest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.ReviewState;
import cultivar.datanet.StoredRow;
import cultivar.datanet.ask.ScriptedModel;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model finds of tags, and how it is found out whether that is worth anything. */
class ModelTagsTest {
    private static final List<String> TAGS = List.of("swap", "stake", "withdrawal");
    private static final DatanetCard CARD = new DatanetCard(
            "orders", "Orders", "", "", "", List.of(new DatanetCard.TagMeaning("swap", "one for another")), "CC0-1.0");

    @TempDir
    Path folder;

    @Test
    void whatAModelSaysOfNoTextIsTakenOff() {
        // It likes "withdrawal" best of all by itself, and the word of the text by three.
        ModelTags tags = new ModelTags(new ScriptedModel(9999), CARD, TAGS, List.of());
        List<StoredRow> rows = rows("""
            {"prompt": "swap 5 OPEN", "completion": "a"}
            {"prompt": "hello", "completion": "b"}
            {"prompt": "stake it", "completion": "c", "tags": ["stake"]}
            """);
        ModelTags.Trial trial = new ModelTags.Trial(9, 12, 4);
        double share = Math.exp(3) / (Math.exp(3) + 2);
        assertThat(tags.suggest(rows.getFirst(), trial)).singleElement().satisfies(suggestion -> {
            assertThat(suggestion.tag()).isEqualTo("swap");
            assertThat(suggestion.score()).isCloseTo(share * 9 / 12, within(1e-9));
            assertThat(suggestion.reason()).isEqualTo(new Suggestion.ByModel("scripted", trial));
        });
        assertThat(tags.suggest(rows.get(1), trial)).as("no tag is likely").isEmpty();
        assertThat(tags.suggest(rows.get(2), trial)).as("the row has it").isEmpty();
    }

    @Test
    void aModelIsTriedOnRowsThatItWasNotShown() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            lines.append(row("please swap " + i, "swap"));
            lines.append(row("please stake " + i, "stake"));
        }
        lines.append(row("a withdrawal in words of a swap", "stake"));
        List<StoredRow> rows = rows(lines.toString());
        ScriptedModel model = new ScriptedModel(9999);
        ModelTags tags = new ModelTags(model, CARD, TAGS, rows);
        ModelTags.Trial trial = tags.tryOn(rows, done -> true);
        assertThat(trial).as("one of each tag is an example").isEqualTo(new ModelTags.Trial(16, 17, 9));
        assertThat(trial.passed()).isTrue();
        assertThat(model.asked.getLast())
                .contains("- swap: one for another")
                .contains("Text: please swap 0\na\nTag:\nswap")
                .endsWith("Text: a withdrawal in words of a swap\na\nTag:");
        assertThat(tags.tryOn(rows, done -> done < 5).of()).isEqualTo(5);
    }

    @Test
    void examplesThatHaveNoRoomAreNotShown() {
        List<StoredRow> rows = rows(row("please swap", "swap") + row("please stake", "stake"));
        ScriptedModel model = new ScriptedModel(20);
        ModelTags tags = new ModelTags(model, CARD, TAGS, rows);
        assertThat(tags.tryOn(rows, done -> true)).isEqualTo(new ModelTags.Trial(2, 2, 1));
        assertThat(model.asked).noneMatch(chat -> chat.contains("Tag:\nswap"));
    }

    @Test
    void aModelMustBeBetterThanAlwaysNamingTheUsualTag() {
        assertThat(new ModelTags.Trial(11, 11, 3).tells()).isFalse();
        assertThat(new ModelTags.Trial(11, 11, 3).passed()).isFalse();
        assertThat(new ModelTags.Trial(12, 24, 10).passed()).isFalse();
        assertThat(new ModelTags.Trial(15, 24, 10).passed()).isTrue();
        assertThat(new ModelTags.Trial(24, 24, 24).passed()).isFalse();
        assertThat(new ModelTags.Trial(0, 0, 0).passed()).isFalse();
    }

    private static String row(String prompt, String tag) {
        return "{\"prompt\": \"" + prompt + "\", \"completion\": \"a\", \"tags\": [\"" + tag + "\"]}\n";
    }

    private List<StoredRow> rows(String lines) {
        try (DatanetStore store = DatanetStore.open(folder.resolve("datanets.db"))) {
            store.create(CARD);
            OrderRows.add(store, lines, ReviewState.ACCEPTED);
            return store.page("orders", RowFilter.all(), 0, 100).rows();
        }
    }
}
