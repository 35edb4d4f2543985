package cultivar.runtime.seedling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
        List<SeedExample> wrong = new ArrayList<>();
        Corpus.examples(1).limit(20_000).forEach(example -> {
            kinds.add(example.kind());
            if (!isSound(example)) {
                wrong.add(example);
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(kinds).containsExactlyInAnyOrderElementsOf(Corpus.kinds());
    }

    private static boolean isSound(SeedExample example) {
        boolean known = example.messages().stream()
                .allMatch(turn -> !turn.content().isEmpty()
                        && !turn.content().contains("<|")
                        && List.of("system", "user", "assistant").contains(turn.role()));
        int length = example.messages().stream()
                .mapToInt(turn -> turn.content().length())
                .sum();
        return known && length < 420 && example.messages().getLast().role().equals("assistant");
    }

    @Test
    void noHeldOutRequestIsEverTrainedOn() {
        List<SeedExample> heldOut = Corpus.heldOut(3, 500);
        Set<String> keys = new HashSet<>();
        heldOut.forEach(example -> keys.add(example.promptKey()));

        assertThat(keys).hasSize(500);
        assertThat(heldOut).isEqualTo(Corpus.heldOut(3, 500));
        assertThat(Corpus.examples(1).limit(30_000).map(SeedExample::promptKey).filter(keys::contains))
                .isEmpty();
        assertThat(Corpus.examples(3).limit(30_000).map(SeedExample::promptKey).filter(keys::contains))
                .isEmpty();
    }

    @Test
    void arithmeticIsRight() {
        Map<String, Integer> checked = new HashMap<>();
        Corpus.examples(9)
                .limit(20_000)
                .filter(e -> e.kind().equals("number.add"))
                .forEach(example -> {
                    List<Integer> numbers = Pattern.compile("\\d+")
                            .matcher(example.messages().getFirst().content())
                            .results()
                            .map(r -> Integer.valueOf(r.group()))
                            .toList();
                    assertThat(numbers).as(example.toString()).hasSize(2);
                    assertThat(example.answer()).isEqualTo(Integer.toString(numbers.get(0) + numbers.get(1)));
                    checked.merge("add", 1, Integer::sum);
                });
        assertThat(checked.get("add")).isGreaterThan(100);
    }
}
