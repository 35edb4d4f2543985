package cultivar.wallet.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says that the wallet's owner gave the password a moment ago, for a sum that needs it. Only {@link Vault#approve} makes
 * one; it serves once, within a minute.
 */
public final class Approval {
    private static final Duration LASTS = Duration.ofMinutes(1);

    private final Clock clock;
    private final Instant given;
    private final AtomicBoolean used = new AtomicBoolean();

    Approval(Clock clock) {
        this.clock = clock;
        this.given = clock.instant();
    }

    /** True the first time that it is asked within the minute. */
    public boolean use() {
        Duration age = Duration.between(given, clock.instant());
        return !age.isNegative() && age.compareTo(LASTS) < 0 && used.compareAndSet(false, true);
    }
}
