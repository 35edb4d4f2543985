package cultivar.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogitRulesTest {
    private static final Sampling PLAIN = Sampling.greedy();

    @Test
    void repetitionDividesWhatIsPositiveAndMultipliesWhatIsNegativeOnceForPromptAndAnswer() {
        LogitRules rules = new LogitRules(PLAIN.withPenalties(new Penalties(2, 0, 0)), new int[] {0, 1, 1, 3});
        rules.took(1);
        rules.took(4);
        rules.took(4);
        float[] logits = {3, -3, 5, 0, -0.5f, -7};
        rules.apply(logits);
        assertThat(logits).containsExactly(1.5f, -6, 5, 0, -1, -7);
    }

    @Test
    void presenceCountsOnceAndFrequencyEveryTimeForTheAnswerAlone() {
        LogitRules rules = new LogitRules(PLAIN.withPenalties(new Penalties(1, 0.5, 0.25)), new int[] {0, 1});
        rules.took(1);
        rules.took(2);
        rules.took(2);
        rules.took(2);
        float[] logits = {1, 1, 1, 1};
        rules.apply(logits);
        assertThat(logits).containsExactly(1, 0.25f, -0.25f, 1);
    }

    @Test
    void whatIsNotAllowedCannotBeChosenWhateverItsBias() {
        LogitRules rules = new LogitRules(PLAIN.withAllowed(Set.of(1, 3, 9)).withBias(Map.of(0, 100.0)), new int[] {2});
        float[] logits = {1, 1, 1, 1, 1};
        rules.apply(logits);
        float none = Float.NEGATIVE_INFINITY;
        assertThat(logits).containsExactly(none, 1, none, 1, none);
    }

    @Test
    void biasComesBeforePenaltiesAndRepetitionBeforeTheOthers() {
        LogitRules rules = new LogitRules(
                PLAIN.withPenalties(new Penalties(2, 1, 0.5)).withBias(Map.of(0, 4.0, 1, -100.0)), new int[] {9});
        rules.took(0);
        float[] logits = {-2, 3, 8, 0, 0, 0, 0, 0, 0, 6};
        rules.apply(logits);
        assertThat(logits).containsExactly((-2 + 4) / 2f - 1.5f, -97, 8, 0, 0, 0, 0, 0, 0, 3);
    }

    @Test
    void noRulesLeaveEveryBit() {
        LogitRules rules = new LogitRules(PLAIN, new int[] {0, 1, 2});
        rules.took(1);
        float[] logits = {0.1f, -0f, Float.NEGATIVE_INFINITY};
        rules.apply(logits);
        assertThat(logits).containsExactly(0.1f, -0f, Float.NEGATIVE_INFINITY);
    }

    @Test
    void refusesABiasOutsideTheVocabulary() {
        LogitRules rules = new LogitRules(PLAIN.withBias(Map.of(3, 1.0)), new int[0]);
        assertThatThrownBy(() -> rules.apply(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is a bias for token 3, and this model's vocabulary has 3 tokens.");
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        assertThatThrownBy(() -> new Penalties(0, 0, 0)).hasMessage("The repetition penalty must be above 0.");
        assertThatThrownBy(() -> new Penalties(1, 2.1, 0)).hasMessage("The presence penalty must be from -2 to 2.");
        assertThatThrownBy(() -> new Penalties(1, 0, Double.NaN))
                .hasMessage("The frequency penalty must be from -2 to 2.");
        assertThatThrownBy(() -> PLAIN.withMinP(1.5)).hasMessage("Min-p must be from 0 to 1.");
        assertThatThrownBy(() -> PLAIN.withBias(Map.of(7, 101.0)))
                .hasMessage("The bias of token 7 must be from -100 to 100.");
        assertThatThrownBy(() -> PLAIN.withLogProbabilities(21))
                .hasMessage("From 0 to 20 log-probabilities can be asked for.");
        assertThatThrownBy(() -> new Sampling(Double.NaN, 0, 1, 1)).hasMessage("The temperature cannot be negative.");
    }
}
