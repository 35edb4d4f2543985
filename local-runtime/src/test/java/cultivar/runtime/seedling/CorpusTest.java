package cultivar.runtime.seedling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CorpusTest {
    @Test
    void theSameSeedGivesTheSameExamplesFromAnyPlace() {
        List<SeedExample> whole = Corpus.examples(5).limit(300).toList();

        assertThat(Corpus.examples(5).limit(300)).isEqualTo(whole);
        assertThat(Corpus.examples(5, 200).limit(100)).isEqualTo(whole.subList(200, 300));
        assertThat(Corpus.examples(6).limit(300)).isNotEqualTo(whole);
    }

    @Test
    void anExampleEndsWithAnAnswerAndIsShort() {
        Set<String> kinds = new HashSet<>();
        Corpus.examples(1).limit(30_000).forEach(example -> {
            kinds.add(example.kind());
            assertThat(example.messages().getLast().role()).isEqualTo("assistant");
            assertThat(example.messages()).allSatisfy(turn -> {
                assertThat(turn.content()).isNotEmpty().doesNotContain("<|").doesNotContain("\r");
                assertThat(turn.role()).isIn("system", "user", "assistant");
            });
            assertThat(example.messages().stream()
                            .mapToInt(t -> t.content().length())
                            .sum())
                    .isLessThan(420);
        });
        assertThat(kinds).containsExactlyInAnyOrderElementsOf(Corpus.kinds());
    }

    @Test
    void noHeldOutRequestIsEverTrainedOn() {
        List<SeedExample> heldOut = Corpus.heldOut(3, 2000);
        Set<String> keys = new HashSet<>();
        heldOut.forEach(example -> keys.add(example.promptKey()));

        assertThat(keys).hasSize(2000);
        assertThat(heldOut).isEqualTo(Corpus.heldOut(3, 2000));
        assertThat(Corpus.examples(1).limit(50_000).map(SeedExample::promptKey)).doesNotContainAnyElementsOf(keys);
        assertThat(Corpus.examples(3).limit(50_000).map(SeedExample::promptKey)).doesNotContainAnyElementsOf(keys);
    }

    @Test
    void arithmeticIsRight() {
        Map<String, Integer> checked = new HashMap<>();
        Corpus.examples(9)
                .limit(60_000)
                .filter(e -> e.kind().equals("number.add"))
                .forEach(example -> {
                    List<Integer> numbers = java.util.regex.Pattern.compile("\\d+")
                            .matcher(example.messages().getFirst().content())
                            .results()
                            .map(r -> Integer.valueOf(r.group()))
                            .toList();
                    assertThat(numbers).as(example.toString()).hasSize(2);
                    assertThat(example.answer()).isEqualTo(Integer.toString(numbers.get(0) + numbers.get(1)));
                    checked.merge("add", 1, Integer::sum);
                });
        assertThat(checked.get("add")).isGreaterThan(300);
    }
}
