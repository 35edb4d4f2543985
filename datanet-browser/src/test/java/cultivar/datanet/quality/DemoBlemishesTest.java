package cultivar.datanet.quality;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.datanet.Contribution;
import cultivar.datanet.Datanet;
import cultivar.datanet.StoredRow;
import cultivar.datanet.store.DatanetStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that was planted in the demo datanets is found among the rows that the store holds. */
class DemoBlemishesTest {
    /** A datanet's training rows and what was found in it. */
    private record Checked(List<Contribution> training, Recorded found) {
        List<Contribution> bearing(Signal signal, String... kinds) {
            return training.stream()
                    .filter(row -> List.of(kinds).contains(found.badge(row, signal)))
                    .toList();
        }

        Contribution one(Predicate<Contribution> wanted) {
            List<Contribution> rows = training.stream().filter(wanted).toList();
            assertThat(rows).hasSize(1);
            return rows.getFirst();
        }
    }

    @TempDir
    private static Path folder;

    private static Checked intents;
    private static Checked questions;
    private static Checked style;

    @BeforeAll
    static void check() {
        try (DatanetStore store = DatanetStore.open(folder.resolve("datanets.db"))) {
            var _ = store.installDemos();
            intents = check(store, "defi-intents");
            questions = check(store, "move-questions");
            style = check(store, "house-style");
        }
    }

    private static Checked check(DatanetStore store, String name) {
        List<Contribution> training = new ArrayList<>();
        List<Contribution> heldOut = new ArrayList<>();
        Datanet datanet = store.get(name);
        try (Stream<StoredRow> rows = store.rows(datanet.latest().orElseThrow().ref());
                Stream<StoredRow> apart = store.heldOut(name)) {
            rows.forEach(row -> training.add(row.contribution()));
            apart.forEach(row -> heldOut.add(row.contribution()));
        }
        return new Checked(training, Recorded.of(training, heldOut));
    }

    private static String asked(Contribution row) {
        return row.messages().getFirst().content();
    }

    private static String answered(Contribution row) {
        return row.messages().getLast().content();
    }

    @Test
    void theAddressInEachOfThem() {
        for (Checked checked : List.of(intents, questions, style)) {
            assertThat(checked.bearing(Signal.PERSONAL_DATA, "email"))
                    .singleElement()
                    .matches(row -> row.toString().contains("someone@example.org"));
            assertThat(checked.bearing(Signal.SECRET)).isEmpty();
        }
    }

    @Test
    void exactCopiesBySomebodyElse() {
        Map<Checked, Integer> planted = Map.of(intents, 6, questions, 4, style, 5);
        planted.forEach((checked, pairs) -> {
            List<List<Contribution>> copied =
                    checked.training().stream().collect(Collectors.groupingBy(Contribution::textHash)).values().stream()
                            .filter(rows -> rows.size() > 1)
                            .toList();
            assertThat(copied).hasSize(pairs).allSatisfy(rows -> {
                assertThat(rows).extracting(Contribution::contributor).doesNotHaveDuplicates();
                assertThat(rows)
                        .extracting(row -> checked.found().badge(row, Signal.DUPLICATE))
                        .contains("duplicate");
            });
        });
    }

    @Test
    void requestsThatSomebodyElseSentAgain() {
        assertThat(intents.training().stream().filter(row -> asked(row).endsWith("!")))
                .hasSize(6)
                .allMatch(row -> intents.found().badge(row, Signal.DUPLICATE).equals("duplicate"));
        assertThat(questions.training().stream()
                        .filter(row -> !asked(row).endsWith("?") && !asked(row).endsWith(".")))
                .hasSize(4)
                .allMatch(row -> questions.found().badge(row, Signal.DUPLICATE).equals("duplicate"));
        assertThat(style.training().stream().filter(row -> asked(row).startsWith("In our house style")))
                .hasSize(6)
                .allMatch(row -> style.found().badge(row, Signal.NEAR_DUPLICATE).equals("near-duplicate"));
    }

    @Test
    void wrongTags() {
        assertThat(intents.bearing(Signal.LABEL, "tag"))
                .hasSize(2)
                .allMatch(row ->
                        answered(row).contains("\"stake\"") && !row.tags().contains("stake"));
        Predicate<Contribution> abilities =
                row -> answered(row).contains(" ability ") && row.tags().equals(List.of("modules"));
        Predicate<Contribution> testing =
                row -> answered(row).contains(" test ") && row.tags().equals(List.of("events"));
        assertThat(questions.bearing(Signal.LABEL, "tag", "tag-answer", "tag-question"))
                .containsExactlyInAnyOrder(questions.one(abilities), questions.one(testing));
        assertThat(style.bearing(Signal.LABEL, "tag"))
                .containsExactlyInAnyOrder(
                        style.one(row ->
                                answered(row).startsWith("DONE") && row.tags().contains("ask")),
                        style.one(row ->
                                answered(row).startsWith("ASK") && row.tags().contains("done")));
    }

    @Test
    void wrongAnswers() {
        assertThat(intents.bearing(Signal.LABEL, "tag-answer"))
                .singleElement()
                .matches(row -> asked(row).contains("unstake") && answered(row).contains("\"stake\""));
        assertThat(style.bearing(Signal.LABEL, "tag-answer"))
                .singleElement()
                .matches(row -> answered(row).startsWith("DO:") && row.tags().contains("stop"));
        assertThat(questions.bearing(Signal.LABEL, "answer-nearly"))
                .singleElement()
                .matches(row -> answered(row).equals("A reference written with & can change a value."));
    }

    @Test
    void hardlyAnythingElseIsInDoubt() {
        for (Checked checked : List.of(intents, questions, style)) {
            long doubts = checked.training().stream()
                    .filter(row -> !checked.found().badge(row, Signal.LABEL).isEmpty())
                    .count();
            assertThat(doubts).isBetween(3L, 5L);
            assertThat(checked.bearing(Signal.LANGUAGE, "language")).isEmpty();
            assertThat(checked.bearing(Signal.STRUCTURE)).isEmpty();
        }
    }
}
