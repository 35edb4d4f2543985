package cultivar.runtime.schema;

import cultivar.runtime.schema.Magnitude.Decimal;
import cultivar.runtime.schema.Rule.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * A number as RFC 8259 writes it, with a limited number of digits, so that it comes to an end and every reader can hold it: a
 * double tells two numbers of 15 digits apart, and 99.999999999999999 is 100 to it. Within limits it has no exponent; it is
 * compared with both limits digit by digit.
 *
 * @param wholeDigits those before the point, once it is there
 * @param digits of the part that it is in
 * @param low how the digits so far compare with as many of the least: -1, 0 or 1
 * @param high how they compare with as many of the greatest
 */
record Numeral(Kind kind, Place place, boolean minus, int wholeDigits, int digits, int low, int high)
        implements Terminal {
    private static final int MOST_DIGITS = 15;
    private static final int MOST_EXPONENT_DIGITS = 2;

    /** What numbers are wanted; equal only to itself. */
    static final class Kind {
        private final @Nullable Magnitude positive;
        private final @Nullable Magnitude negative;
        private final boolean fraction;
        private final boolean exponent;
        private final int mostWhole;
        private final int limitPart;

        /**
         * @param positive where numbers without a minus may be, or null if none may
         * @param negative where those with one may be after it
         */
        Kind(@Nullable Magnitude positive, @Nullable Magnitude negative, boolean fraction, boolean exponent) {
            this.positive = positive;
            this.negative = negative;
            this.fraction = fraction;
            this.exponent = exponent;
            int whole = MOST_DIGITS;
            int part = 0;
            for (Magnitude range : new @Nullable Magnitude[] {positive, negative}) {
                if (range != null) {
                    Decimal high = range.high();
                    whole = Math.max(whole, range.low().whole().length());
                    whole = Math.max(whole, high == null ? 0 : high.whole().length());
                    // Two more than a limit has: there is a number between any two limits that differ.
                    part = Math.max(part, range.low().part().length() + 2);
                    part = Math.max(part, high == null ? 0 : high.part().length() + 2);
                }
            }
            this.mostWhole = whole;
            this.limitPart = part;
        }
    }

    /** Where in the number it stands. */
    enum Place {
        START,
        MINUS,
        ZERO,
        WHOLE,
        POINT,
        PART,
        E,
        E_SIGN,
        EXPONENT
    }

    static Numeral of(Kind kind) {
        return new Numeral(kind, Place.START, false, 0, 0, 0, 0);
    }

    /** Whether there is such a number at all. */
    boolean isPossible() {
        for (int next = '-'; next <= '9'; next++) {
            if (after(next) != null) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Numeral after(int next) {
        boolean digit = next >= '0' && next <= '9';
        return switch (place) {
            case START -> next == '-' ? negative() : digit ? whole(next) : null;
            case MINUS -> digit ? whole(next) : null;
            case ZERO -> afterWhole(next);
            case WHOLE -> digit ? whole(next) : afterWhole(next);
            case POINT -> digit ? part(next) : null;
            case PART -> digit ? part(next) : exponent(next);
            case E -> next == '+' || next == '-' ? at(Place.E_SIGN, 0) : digit ? at(Place.EXPONENT, 1) : null;
            case E_SIGN -> digit ? at(Place.EXPONENT, 1) : null;
            case EXPONENT -> digit && digits < MOST_EXPONENT_DIGITS ? at(Place.EXPONENT, digits + 1) : null;
        };
    }

    @Override
    public boolean mayEnd() {
        return switch (place) {
            case START, MINUS, POINT, E, E_SIGN -> false;
            case EXPONENT -> true;
            case ZERO, WHOLE -> isBetween(wholeLow(), wholeHigh(), 0);
            case PART -> isBetween(low, high, digits);
        };
    }

    @Override
    public boolean mayGoOn() {
        return true;
    }

    private Numeral at(Place then, int count) {
        return new Numeral(kind, then, minus, wholeDigits, count, low, high);
    }

    private @Nullable Numeral negative() {
        if (kind.negative == null) {
            return null;
        }
        Numeral then = new Numeral(kind, Place.MINUS, true, 0, 0, 0, 0);
        return then.isPossible() ? then : null;
    }

    private @Nullable Magnitude range() {
        return minus ? kind.negative : kind.positive;
    }

    private @Nullable Numeral whole(int next) {
        Magnitude range = range();
        boolean zero = digits == 0 && next == '0';
        if (range == null || digits == kind.mostWhole || (zero && minus && !kind.fraction)) {
            return null;
        }
        Decimal most = range.high();
        Numeral then = new Numeral(
                kind,
                zero ? Place.ZERO : Place.WHOLE,
                minus,
                0,
                digits + 1,
                compared(low, range.low().whole(), next, 1),
                most == null ? -1 : compared(high, most.whole(), next, 1));
        return then.leadsOn() ? then : null;
    }

    /** How digits compare after one more; beyond all that a limit has, as is said. */
    private int compared(int before, String limit, int next, int beyond) {
        if (digits >= limit.length()) {
            return beyond;
        }
        return before != 0 ? before : Integer.signum(next - limit.charAt(digits));
    }

    private @Nullable Numeral afterWhole(int next) {
        if (next != '.') {
            return exponent(next);
        }
        if (!kind.fraction) {
            return null;
        }
        Numeral then =
                new Numeral(kind, Place.POINT, minus, place == Place.ZERO ? 0 : digits, 0, wholeLow(), wholeHigh());
        return then.partLeadsOn() ? then : null;
    }

    private @Nullable Numeral part(int next) {
        Magnitude range = range();
        if (range == null || digits == mostPart()) {
            return null;
        }
        int more = next > '0' ? 1 : 0;
        Decimal most = range.high();
        Numeral then = new Numeral(
                kind,
                Place.PART,
                minus,
                wholeDigits,
                digits + 1,
                low != 0 ? low : compared(0, range.low().part(), next, more),
                high != 0 || most == null ? high : compared(0, most.part(), next, more));
        return then.partLeadsOn() ? then : null;
    }

    /** How many digits there may be after the point: the fewer, the more there are before it. */
    private int mostPart() {
        return Math.max(kind.limitPart, MOST_DIGITS - wholeDigits);
    }

    private @Nullable Numeral exponent(int next) {
        return kind.exponent && (next == 'e' || next == 'E') ? at(Place.E, 0) : null;
    }

    /** How the whole number compares, now that it is over: the longer is the greater. */
    private int wholeLow() {
        Magnitude range = range();
        int length = range == null ? 0 : range.low().whole().length();
        return digits == length ? low : Integer.signum(digits - length);
    }

    private int wholeHigh() {
        Magnitude range = range();
        Decimal most = range == null ? null : range.high();
        if (most == null) {
            return -1;
        }
        int length = most.whole().length();
        return digits == length ? high : Integer.signum(digits - length);
    }

    /** Whether a number is within its limits, with so many digits after the point. */
    private boolean isBetween(int least, int most, int part) {
        Magnitude range = range();
        if (range == null) {
            return false;
        }
        boolean enough = least > 0 || (least == 0 && part >= range.low().part().length() && !range.lowOpen());
        Decimal limit = range.high();
        boolean less =
                limit == null || most < 0 || (most == 0 && (part < limit.part().length() || !range.highOpen()));
        return enough && less;
    }

    private boolean partLeadsOn() {
        if (low < 0 || high > 0) {
            return false;
        }
        if (place == Place.PART && mayEnd()) {
            return true;
        }
        Magnitude range = range();
        if (range == null) {
            return false;
        }
        Decimal most = range.high();
        boolean spent = most != null
                && high == 0
                && range.highOpen()
                && digits >= most.part().length();
        return digits < mostPart() && !spent;
    }

    /** Whether some number within the limits begins with these digits. */
    private boolean leadsOn() {
        Magnitude range = range();
        if (range == null) {
            return false;
        }
        if (mayEnd() || afterWhole('.') != null) {
            return true;
        }
        int longest = place == Place.ZERO ? digits : kind.mostWhole;
        for (int length = digits + 1; length <= longest; length++) {
            if (isAbove(range.low().whole(), length) && isBelow(range, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAbove(String least, int length) {
        return length > least.length() || (length == least.length() && low >= 0);
    }

    private boolean isBelow(Magnitude range, int length) {
        Decimal most = range.high();
        if (most == null || length < most.whole().length()) {
            return true;
        }
        if (length > most.whole().length() || high > 0) {
            return false;
        }
        // The digits are those of the greatest so far: something must be left below it.
        boolean onlyItself =
                most.part().isEmpty() && most.whole().substring(digits).chars().allMatch(rest -> rest == '0');
        return high < 0 || !range.highOpen() || !onlyItself;
    }
}
