package cultivar.datanet.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cultivar.datanet.Decision;
import cultivar.datanet.ReviewState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Agreement, against worked examples; and the ledger of who said what. */
class AgreementTest {
    private static final ReviewState YES = ReviewState.ACCEPTED;
    private static final ReviewState NO = ReviewState.REJECTED;

    private static double kappa(long... counts) {
        int size = (int) Math.sqrt(counts.length);
        long[][] table = new long[size][size];
        for (int i = 0; i < counts.length; i++) {
            table[i / size][i % size] = counts[i];
        }
        return Agreement.kappa(new Agreement.Table(table)).orElseThrow();
    }

    /** Values of several people, a column for each thing; a full stop where one said nothing. */
    private static List<List<Character>> things(String... people) {
        List<List<Character>> things = new ArrayList<>();
        for (int i = 0; i < people[0].length(); i++) {
            List<Character> values = new ArrayList<>();
            for (String person : people) {
                if (person.charAt(i) != '.') {
                    values.add(person.charAt(i));
                }
            }
            things.add(values);
        }
        return things;
    }

    @Test
    void kappaOfFiftyProposals() {
        // p_o = 35 / 50, p_e = 25/50 * 30/50 + 25/50 * 20/50 = 0.5.
        assertThat(kappa(20, 5, 10, 15)).isCloseTo(0.4, within(1e-12));
        // Both tables agree on 60 of 100, but chance does in different shares: p_e = 0.54 and 0.46.
        assertThat(kappa(45, 15, 25, 15)).isCloseTo(0.1304, within(5e-5));
        assertThat(kappa(25, 35, 5, 35)).isCloseTo(0.2593, within(5e-5));
        assertThat(kappa(0, 5, 5, 0)).isCloseTo(-1, within(1e-12));
    }

    @Test
    void kappaNeedsMoreThanOneCategory() {
        assertThat(Agreement.kappa(new Agreement.Table(new long[2][2]))).isEmpty();
        assertThat(Agreement.kappa(new Agreement.Table(new long[][] {{7, 0}, {0, 0}})))
                .isEmpty();
    }

    @Test
    void alphaOfTwoWhoSayYesOrNo() {
        // Krippendorff 2011, section A: 1 - 19 * (20 - (10 + 2)) / (20^2 - 14^2 - 6^2).
        assertThat(Agreement.alpha(things("0100000010", "1110010000")).orElseThrow())
                .isCloseTo(0.095, within(5e-4));
    }

    @Test
    void alphaOfFourWhoLeaveThingsOut() {
        // Krippendorff 2011, section C.
        assertThat(Agreement.alpha(things("123321412...", "1233224125.3", ".3332342251.", "12332441251."))
                        .orElseThrow())
                .isCloseTo(0.743, within(5e-4));
    }

    @Test
    void alphaNeedsTwoValuesThatDiffer() {
        assertThat(Agreement.alpha(things("1.", ".1"))).isEmpty();
        assertThat(Agreement.alpha(things("11", "11"))).isEmpty();
        assertThat(Agreement.alpha(things("12", "12")).orElseThrow()).isEqualTo(1);
    }

    @Test
    void onlyFirstDecisionsAreComparedAndTheNextOneSettles() {
        ReviewLedger ledger = new ReviewLedger(List.of(
                new Decision(1, "ada", YES),
                new Decision(1, "bo", YES),
                new Decision(2, "ada", YES),
                new Decision(2, "bo", NO),
                new Decision(3, "ada", NO),
                new Decision(3, "bo", YES),
                new Decision(3, "cy", NO),
                new Decision(4, "ada", NO),
                new Decision(4, "ada", YES),
                new Decision(5, "bo", NO),
                new Decision(5, "bo", ReviewState.PENDING)));
        assertThat(ledger.disputed()).containsExactly(2L);
        assertThat(ledger.secondLook("bo")).containsExactly(4L);
        assertThat(ledger.secondLook("cy")).containsExactly(1L, 4L);
        assertThat(ledger.said(4)).isEqualTo(Map.of("ada", NO));
        assertThat(ledger.said(3)).isEqualTo(Map.of("ada", NO, "bo", YES));
        assertThat(ledger.said(5)).isEmpty();
        assertThat(ledger.shared()).isEqualTo(3);
        assertThat(ledger.pairs()).singleElement().satisfies(pair -> {
            assertThat(pair.one()).isEqualTo("ada");
            assertThat(pair.other()).isEqualTo("bo");
            assertThat(pair.rows()).isEqualTo(3);
            assertThat(pair.same()).isEqualTo(1);
            // p_o = 1/3, p_e = 2/3 * 2/3 + 1/3 * 1/3 = 5/9.
            assertThat(pair.kappa().orElseThrow()).isCloseTo(-0.5, within(1e-12));
        });
    }
}
