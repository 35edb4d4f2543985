package cultivar.wallet.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write as amounts, in the smallest units. */
class AmountsTest {
    @Test
    void keepsEveryDigit() {
        assertThat(Amounts.units(new BigDecimal("1.000000000000000001"), Amounts.COIN))
                .isEqualTo("1000000000000000001");
        assertThat(Amounts.units(new BigDecimal("2.50"), 1)).isEqualTo("25");
        assertThat(Amounts.units(new BigDecimal("0e999999999"), Amounts.COIN)).isEqualTo("0");
        assertThat(Amounts.units(new BigDecimal("-3"), 0)).isEqualTo("-3");
    }

    /** Each of these is written in a few letters, and two of them have more digits than there is memory. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0000000000000000001", "1e999999999", "1e-999999999", "1e78"})
    void refusesWhatNoAmountCanBe(String written) {
        assertThatThrownBy(() -> Amounts.units(new BigDecimal(written), Amounts.COIN))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("at most 78 digits before the point and 18 behind it");
    }
}
