package cultivar.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckpointPolicyTest {
    private static final Path FOLDER = Path.of("run");

    @Test
    void goesBySteps() {
        CheckpointPolicy policy = new CheckpointPolicy(FOLDER, 5, Duration.ZERO);
        assertThat(policy.isDue(4, Long.MAX_VALUE, 0)).isFalse();
        assertThat(policy.isDue(5, 0, Long.MAX_VALUE / 100)).isTrue();
    }

    @Test
    void goesByTimeUnlessSavingTakesLong() {
        CheckpointPolicy policy = new CheckpointPolicy(FOLDER, 0, Duration.ofSeconds(10));
        long seconds = 1_000_000_000;
        assertThat(policy.isDue(1, 9 * seconds, 0)).isFalse();
        assertThat(policy.isDue(1, 10 * seconds, seconds / 10)).isTrue();
        assertThat(policy.isDue(1, 99 * seconds, 2 * seconds)).isFalse();
        assertThat(policy.isDue(1, 100 * seconds, 2 * seconds)).isTrue();
    }

    @Test
    void onStopAloneIsNeverDue() {
        assertThat(CheckpointPolicy.onStop(FOLDER).isDue(1000, Long.MAX_VALUE, 0))
                .isFalse();
    }
}
