package cultivar.runtime.schema;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * From where to where a number may be, without its sign.
 *
 * @param low the least
 * @param lowOpen whether the least itself is left out
 * @param high the greatest, or null
 * @param highOpen whether the greatest itself is left out
 */
record Magnitude(Decimal low, boolean lowOpen, @Nullable Decimal high, boolean highOpen) {
    /** The digits before and after the point, without zeros that mean nothing. */
    record Decimal(String whole, String part) {
        static Decimal of(BigDecimal value) {
            String plain =
                    value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
            int point = plain.indexOf('.');
            return point < 0
                    ? new Decimal(plain, "")
                    : new Decimal(plain.substring(0, point), plain.substring(point + 1));
        }
    }

    /**
     * A limit of a number.
     *
     * @param open whether the value itself is left out
     */
    record Limit(BigDecimal value, boolean open) {
        private Limit negated() {
            return new Limit(value.negate(), open);
        }
    }

    /** The numbers without a minus between two limits; null if there are none. */
    static @Nullable Magnitude positive(@Nullable Limit least, @Nullable Limit most) {
        if (most != null && (most.value().signum() < 0 || (most.value().signum() == 0 && most.open()))) {
            return null;
        }
        boolean above =
                least != null && (least.value().signum() > 0 || (least.value().signum() == 0 && least.open()));
        Limit low = least != null && above ? least : new Limit(BigDecimal.ZERO, false);
        return new Magnitude(
                Decimal.of(low.value()),
                low.open(),
                most == null ? null : Decimal.of(most.value()),
                most != null && most.open());
    }

    /** The numbers with a minus, as the reader finds them after it; null if there are none below zero. */
    static @Nullable Magnitude negative(@Nullable Limit least, @Nullable Limit most) {
        if (least != null && least.value().signum() >= 0) {
            return null;
        }
        return positive(most == null ? null : most.negated(), least == null ? null : least.negated());
    }
}
