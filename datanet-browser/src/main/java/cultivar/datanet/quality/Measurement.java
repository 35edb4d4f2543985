package cultivar.datanet.quality;

import org.jspecify.annotations.Nullable;

/**
 * What one signal says of one row.
 *
 * @param value see the signal
 * @param badge null where nothing is wrong
 */
public record Measurement(
        Signal signal, double value, @Nullable Badge badge) {}
