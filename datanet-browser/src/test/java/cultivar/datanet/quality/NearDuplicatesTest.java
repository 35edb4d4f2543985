package cultivar.datanet.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cultivar.datanet.Contribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
    @Test
    void plantedCopiesAreFoundAndRelativesAreNot() {
        QualityBench.Figures figures = QualityBench.run(20_000, 41, Set.of(), QualityListener.NONE);

        assertThat(figures.planted()).isGreaterThan(1900);
        assertThat(figures.recall()).isGreaterThanOrEqualTo(0.95);
        assertThat(figures.precision()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void theSimilarityThatIsToldIsTheJaccardSimilarityOfFiveCharacterSequences() {
        Contribution one = Recorded.row("abcdefghijklmnopqrst", "uvwxyz0123456789");
        Contribution other = Recorded.row("abcdefghijklmnopqrst", "uvwxyz0123456780");
        Recorded found = Recorded.of(List.of(one, other), List.of());

        // 37 characters with the one between the turns: 33 sequences each, of which 32 are common.
        double jaccard = 32.0 / 34;
        assertThat(found.value(one, Signal.NEAR_DUPLICATE).value()).isCloseTo(jaccard, within(1e-6));
        assertThat(found.badge(other, Signal.NEAR_DUPLICATE)).isEqualTo("near-duplicate");
        assertThat(found.clusters).singleElement().satisfies(cluster -> {
            assertThat(cluster.rows()).containsExactly(one.contentHash(), other.contentHash());
            assertThat(cluster.similarity()).isCloseTo(jaccard, within(1e-6));
        });
    }

    @Test
    void copiesButForCaseSpacesAndMarksAreExact() {
        Contribution one = Recorded.row("Stake half of my OPEN, please.", "{\"a\":\"b\"}");
        Contribution other = Recorded.row("stake  half of my “open” please!", "{\"a\":\"b\"}");
        Contribution third = Recorded.row("stake half of my open + please", "{\"a\":\"b\"}");
        Recorded found = Recorded.of(List.of(one, other, third), List.of());

        assertThat(found.value(one, Signal.DUPLICATE).value()).isEqualTo(1);
        assertThat(found.badge(other, Signal.DUPLICATE)).isEqualTo("duplicate");
        assertThat(found.badge(third, Signal.DUPLICATE))
                .as("a sign that stands alone counts")
                .isEmpty();
    }

    @Test
    void aTemplateOfManyRowsTakesNoSquareOfTime() {
        List<Contribution> rows = new ArrayList<>();
        for (int i = 0; i < 6000; i++) {
            rows.add(Recorded.row(
                    "What is the balance of the account number " + i * 7919 + " in the ledger of this branch office?",
                    "The balance of that account is " + i * 104_729 + " in the currency of the branch."));
        }
        long start = System.nanoTime();
        Recorded found = Recorded.of(rows, List.of());

        assertThat(found.values).hasSize(6000);
        assertThat((System.nanoTime() - start) / 1e9)
                .as("seconds; all pairs would take minutes")
                .isLessThan(60);
    }

    @Test
    void aSharedSystemTurnMakesNoCopies() {
        String system = "You are a patient assistant that answers in one line and never asks back. ".repeat(5);
        List<Contribution> rows = List.of(
                Asked.with(system, "Where do penguins live?", "On the southern coasts."),
                Asked.with(system, "Who repairs a clock?", "A watchmaker does."));

        assertThat(Recorded.of(rows, List.of()).clusters).isEmpty();
    }

    @Test
    void aRowThatIsOnBothSidesLeaks() {
        Contribution held = Recorded.row("How many legs does a garden spider have?", "It has eight legs.");
        Contribution copy = Recorded.row("how many legs does a garden spider have", "It has eight legs!");
        Contribution asked =
                Recorded.row("How many legs does a garden spider have?", "Nobody has counted them so far.");
        Contribution other =
                Recorded.row("Why is the sky blue at noon?", "Short waves are scattered more than long ones.");
        Recorded found = Recorded.of(List.of(copy, asked, other), List.of(held));

        assertThat(found.badge(copy, Signal.CONTAMINATION)).isEqualTo("leak-copy");
        assertThat(found.badge(held, Signal.CONTAMINATION)).isEqualTo("leak-copy");
        assertThat(found.badge(asked, Signal.CONTAMINATION)).isEqualTo("leak-question");
        assertThat(found.badge(other, Signal.CONTAMINATION)).isEmpty();
    }

    @Test
    void aLongPassageOnBothSidesLeaks() {
        String passage = "the bridge was opened in spring after nine years of work and carries two tracks and a road";
        Contribution held = Recorded.row("Sum up: " + passage, "A bridge with tracks and a road.");
        Contribution training = Recorded.row("Translate: " + passage + " Be brief.", "Un pont.");
        Recorded found = Recorded.of(List.of(training), List.of(held));

        assertThat(found.badge(training, Signal.CONTAMINATION)).isEqualTo("leak-overlap");
        assertThat(found.badge(held, Signal.CONTAMINATION)).isEqualTo("leak-overlap");
    }
}
