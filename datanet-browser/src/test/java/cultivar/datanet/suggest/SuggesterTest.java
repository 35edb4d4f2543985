package cultivar.datanet.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.DatanetCard;
import cultivar.datanet.ReviewState;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DatanetStore;
import cultivar.datanet.store.RowFilter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is suggested for rows, by rows that were decided about and by the card's rules. */
class SuggesterTest {
    private static final String DECIDED = """
        {"prompt": "swap 5 OPEN for USDC", "completion": "a", "tags": ["swap"]}
        {"prompt": "please swap my OPEN for USDC", "completion": "b", "tags": ["swap", "polite"]}
        {"prompt": "stake 5 OPEN with the validator", "completion": "c", "tags": ["stake"]}
        {"prompt": "stake all my ATOM with the validator", "completion": "d", "tags": ["stake"]}
        {"prompt": "what is the weather like in Lisbon", "completion": "e", "tags": ["off-topic"]}
        """;
    private static final String WAITING = """
        {"prompt": "swap 7 OPEN for USDC", "completion": "f"}
        {"prompt": "stake 9 OPEN with the validator", "completion": "g"}
        {"prompt": "entirely unrelated sentence here", "completion": "h"}
        {"prompt": "change into euros, please", "completion": "i"}
        """;

    @TempDir
    Path folder;

    private DatanetStore store;

    @BeforeEach
    void fill() {
        store = DatanetStore.open(folder.resolve("datanets.db"));
        store.create(new DatanetCard(
                "orders",
                "Orders",
                "",
                "",
                "1. Read.\n- `swap`: \"change into\", \"exchange\"\n- swapped is another word: \"please\"",
                List.of(
                        new DatanetCard.TagMeaning("swap", "one for another"),
                        new DatanetCard.TagMeaning("stake", "as in \"unrelated\" things"),
                        new DatanetCard.TagMeaning("polite", "")),
                "CC0-1.0"));
        OrderRows.add(store, DECIDED, ReviewState.ACCEPTED);
        OrderRows.add(store, WAITING, ReviewState.PENDING);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoredRow waiting(int index) {
        return store.page("orders", RowFilter.all().withState(ReviewState.PENDING), 0, 10)
                .rows()
                .get(index);
    }

    private List<Suggestion> suggest(int index) {
        return new Suggester(store).suggest(store.get("orders"), waiting(index));
    }

    @Test
    void tagsThatTheNearestDecidedRowsAgreeOnAreSuggested() {
        assertThat(suggest(0)).extracting(Suggestion::tag).containsExactly("swap");
        Suggestion stake = suggest(1).getFirst();
        assertThat(stake.tag()).isEqualTo("stake");
        assertThat(stake.score()).isBetween(0.3, 1.0);
        assertThat(((Suggestion.ByRows) stake.reason())
                        .nearest()
                        .contribution()
                        .messages()
                        .getFirst()
                        .content())
                .isEqualTo("stake 5 OPEN with the validator");
    }

    @Test
    void wordsInQuotesAreRules() {
        assertThat(suggest(3)).singleElement().satisfies(suggestion -> {
            assertThat(suggestion.tag()).isEqualTo("swap");
            assertThat(suggestion.reason()).isEqualTo(new Suggestion.ByRule("change into"));
        });
        assertThat(suggest(2)).singleElement().satisfies(suggestion -> {
            assertThat(suggestion.tag()).isEqualTo("stake");
            assertThat(suggestion.reason()).isEqualTo(new Suggestion.ByRule("unrelated"));
        });
    }

    @Test
    void similarRowsComeBestFirstAndWithoutTheRowItself() {
        List<SimilarRow> similar = new Suggester(store).similar("orders", waiting(0), 10);
        assertThat(similar).extracting(SimilarRow::likeness).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(similar.getFirst().row().contribution().messages().getFirst().content())
                .isEqualTo("swap 5 OPEN for USDC");
        assertThat(similar)
                .extracting(one -> one.row().id())
                .doesNotContain(waiting(0).id());
        assertThat(similar)
                .as("rows with nothing in common")
                .noneMatch(one ->
                        one.row().contribution().messages().getFirst().content().contains("weather"));
    }
}
