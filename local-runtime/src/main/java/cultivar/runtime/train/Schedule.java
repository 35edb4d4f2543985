package cultivar.runtime.train;

import java.util.Locale;

/** How the learning rate moves over a run, after a linear warm-up from nothing. */
public enum Schedule {
    /** The same to the end. */
    CONSTANT,
    /** Straight down to zero. */
    LINEAR,
    /** Half a cosine down to zero. */
    COSINE;

    /**
     * The factor on the peak learning rate, as transformers' schedulers compute it.
     *
     * @param step the step about to be taken, from 0
     * @param warmup steps of warm-up
     * @param steps steps in all
     */
    public double factor(int step, int warmup, int steps) {
        if (step < warmup) {
            return (double) step / Math.max(1, warmup);
        }
        double progress = (double) (step - warmup) / Math.max(1, steps - warmup);
        return switch (this) {
            case CONSTANT -> 1;
            case LINEAR -> Math.max(0, 1 - progress);
            case COSINE -> Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
        };
    }

    /** The name used in recipes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a name used in recipes. */
    public static Schedule named(String name) {
        for (Schedule schedule : values()) {
            if (schedule.label().equals(name.toLowerCase(Locale.ROOT))) {
                return schedule;
            }
        }
        throw new IllegalArgumentException("The schedule " + name + " is not known; use cosine, linear or constant.");
    }
}
