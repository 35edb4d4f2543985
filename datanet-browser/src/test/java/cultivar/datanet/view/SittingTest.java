package cultivar.datanet.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The pace of a sitting, by a clock that the test moves. */
class SittingTest {
    private long now = Long.MAX_VALUE - 5;

    private void wait(Duration time) {
        now += time.toNanos();
    }

    @Test
    void thePaceIsThatOfTheLastMinutes() {
        Sitting sitting = new Sitting(() -> now);
        sitting.decided();
        assertThat(sitting.perMinute()).as("after no time at all").isEmpty();
        for (int i = 0; i < 29; i++) {
            wait(Duration.ofSeconds(2));
            sitting.decided();
        }
        wait(Duration.ofSeconds(2));
        assertThat(sitting.perMinute()).hasValue(30);
        wait(Duration.ofMinutes(1));
        assertThat(sitting.perMinute()).hasValue(15);
        wait(Duration.ofMinutes(10));
        assertThat(sitting.perMinute()).isEmpty();
        assertThat(sitting.rows()).isEqualTo(30);
    }

    @Test
    void whatIsTakenBackDoesNotCount() {
        Sitting sitting = new Sitting(() -> now);
        sitting.takenBack();
        sitting.decided();
        sitting.decided();
        sitting.takenBack();
        wait(Duration.ofMinutes(1));
        assertThat(sitting.rows()).isOne();
        assertThat(sitting.perMinute()).hasValue(1);
    }
}
