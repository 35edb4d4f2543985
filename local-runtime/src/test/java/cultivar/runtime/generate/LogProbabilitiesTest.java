package cultivar.runtime.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cultivar.runtime.generate.LogProbabilities.Token;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogProbabilitiesTest {
    private static final float[] LOGITS = {(float) Math.log(1), (float) Math.log(4), (float) Math.log(2), 0};

    @Test
    void areThoseOfTheSoftmax() {
        LogProbabilities told = LogProbabilities.of(LOGITS, 0, 3);
        assertThat(told.chosen()).isCloseTo(Math.log(1 / 8.0), within(1e-6));
        assertThat(told.likeliest()).extracting(Token::id).containsExactly(1, 2, 0);
        List<Double> logarithms =
                told.likeliest().stream().map(Token::logProbability).toList();
        assertThat(logarithms.getFirst()).isCloseTo(Math.log(0.5), within(1e-6));
        assertThat(logarithms.get(1)).isCloseTo(Math.log(0.25), within(1e-6));
        assertThat(logarithms.getLast()).isCloseTo(Math.log(0.125), within(1e-6));
    }

    @Test
    void tellNoMoreThanThereAreAndNoneIfNoneAreAskedFor() {
        assertThat(LogProbabilities.of(LOGITS, 3, 20).likeliest())
                .extracting(Token::id)
                .containsExactly(1, 2, 0, 3);
        assertThat(LogProbabilities.of(LOGITS, 3, 0).likeliest()).isEmpty();
    }

    @Test
    void holdForLogitsThatOverflowTheExponential() {
        LogProbabilities told = LogProbabilities.of(new float[] {1000, 1000, -1000}, 2, 1);
        assertThat(told.likeliest().getFirst().logProbability()).isCloseTo(Math.log(0.5), within(1e-9));
        assertThat(told.chosen()).isCloseTo(-2000 + Math.log(0.5), within(1e-6));
    }
}
