package cultivar.runtime.client;

import static org.assertj.core.api.Assertions.assertThat;

import cultivar.runtime.job.JobHome;
import cultivar.runtime.job.JobNews;
import cultivar.runtime.test.TinyJob;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine's process is killed at a random moment of a run, again and again; every run ends in the bytes of an unbroken
 * one, with every step made known once. {@code -Dcultivar.kills=50} for more rounds than the build has time for.
 */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("cultivar.kills", 3);
    private static final int STEPS = 150;

    private static final int MOST_IN_A_MINUTE = 5;

    @TempDir
    Path folder;

    private final Queue<Long> kills = new ArrayDeque<>();

    @Test
    void aRunKilledAtAnyMomentEndsInTheSameBytes() throws Exception {
        JobHome home = new JobHome(folder.resolve("home"));
        long seed = Long.getLong("cultivar.kills.seed", System.nanoTime());
        Random random = new Random(seed);
        try (EngineUnderWatch engine = new EngineUnderWatch(home)) {
            engine.jobs().submit("warm-up", TinyJob.in(home, "warm-up", 5));
            engine.succeeded("warm-up");
            long begun = System.nanoTime();
            engine.jobs().submit("whole", TinyJob.in(home, "whole", STEPS));
            engine.succeeded("whole");
            long lasted = System.nanoTime() - begun;
            byte[] whole = TinyJob.weights(home, "whole");
            double[] losses = home.get("whole").metrics().losses();
            assertThat(losses).hasSize(STEPS);

            // A kill that comes a moment too late tests little, so there is at least one that does not.
            for (int round = 1; round <= ROUNDS || (lost(engine) == 0 && round <= 10 * ROUNDS); round++) {
                String id = "killed-" + round;
                String what = "round " + round + " of seed " + seed;
                pace();
                engine.jobs().submit(id, TinyJob.in(home, id, STEPS));
                // Not for a condition: the moment is to be any.
                LockSupport.parkNanos((long) (random.nextDouble() * lasted));
                engine.kill();
                kills.add(System.nanoTime());
                engine.succeeded(id);
                assertThat(TinyJob.weights(home, id)).as(what).isEqualTo(whole);
                assertThat(home.get(id).metrics().losses()).as(what).isEqualTo(losses);
                assertThat(home.get(id).metrics().steps().stream().mapToInt(step -> step.step()))
                        .as(what)
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, STEPS).boxed().toList());
            }
            assertThat(lost(engine)).as("kills that met a run").isPositive();
        }
    }

    /** Waits where another kill would be one too many: an engine that ends six times in a minute is given up. */
    private void pace() {
        if (kills.size() >= MOST_IN_A_MINUTE) {
            long earliest = kills.remove() + TimeUnit.SECONDS.toNanos(61);
            for (long left = earliest - System.nanoTime(); left > 0; left = earliest - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private static int lost(EngineUnderWatch engine) {
        return (int) engine.heard().stream()
                .filter(JobNews.EngineLost.class::isInstance)
                .count();
    }
}
