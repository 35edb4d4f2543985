package cultivar.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OwnThreadTest {
    @Test
    void givesWhatTheWorkGivesWhenItsThreadHasEnded() {
        Thread[] worked = new Thread[1];

        String given = OwnThread.call("own", () -> {
            worked[0] = Thread.currentThread();
            return Thread.currentThread().getName();
        });

        assertThat(given).isEqualTo("own");
        assertThat(worked[0]).isNotSameAs(Thread.currentThread());
        assertThat(worked[0].isAlive()).isFalse();
    }

    @Test
    void throwsWhatTheWorkThrows() {
        IllegalArgumentException failure = new IllegalArgumentException("no");
        AssertionError error = new AssertionError("worse");

        assertThatThrownBy(() -> OwnThread.call("own", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThatThrownBy(() -> OwnThread.call("own", () -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void finishesThoughTheCallerIsInterruptedAndLeavesTheInterruptToTheCaller() {
        Thread caller = Thread.currentThread();
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            caller.interrupt();
            interrupted.countDown();
        });

        int given = OwnThread.call("own", () -> {
            try {
                interrupted.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return 7;
        });

        assertThat(given).isEqualTo(7);
        assertThat(Thread.interrupted()).isTrue();
    }
}
