package cultivar.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of oneDNN's products is taken for rounding. */
class OneDnnTrialTest {
    @Test
    void roundingIsAccepted() {
        assertThat(OneDnnTrial.accepts(0)).isTrue();
        assertThat(OneDnnTrial.accepts(2e-4f)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(floats = {0.3f, Float.POSITIVE_INFINITY, Float.NaN})
    void wrongProductsAreRefused(float error) {
        assertThat(OneDnnTrial.accepts(error)).isFalse();
    }
}
