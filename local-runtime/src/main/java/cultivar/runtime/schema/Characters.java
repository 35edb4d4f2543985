package cultivar.runtime.schema;

/**
 * Where a text of a JSON string stands between two characters, as a number. Characters are well-formed UTF-8 (The Unicode
 * Standard, table 3-7) or escapes of RFC 8259, whose surrogates come in pairs.
 */
final class Characters {
    /** Between two characters. */
    static final int WHOLE = 0;
    /** The byte cannot come. */
    static final int NEVER = -1;

    private static final int ONE_MORE = 1;
    private static final int TWO_MORE = 2;
    private static final int THREE_MORE = 3;
    private static final int AFTER_E0 = 4;
    private static final int AFTER_ED = 5;
    private static final int AFTER_F0 = 6;
    private static final int AFTER_F4 = 7;
    private static final int ESCAPE = 8;
    private static final int HEX_FOUR = 9;
    private static final int HEX_THREE = 10;
    private static final int HEX_TWO = 11;
    private static final int HEX_ONE = 12;
    private static final int HEX_AFTER_D = 13;
    private static final int HIGH_TWO = 14;
    private static final int HIGH_ONE = 15;
    private static final int LOW_BACKSLASH = 16;
    private static final int LOW_U = 17;
    private static final int LOW_D = 18;
    private static final int LOW_SECOND = 19;

    private Characters() {}

    /**
     * The place after a byte.
     *
     * @param escapes whether characters may be escaped
     */
    static int after(int place, int next, boolean escapes) {
        return switch (place) {
            case WHOLE -> first(next, escapes);
            case ONE_MORE -> between(next, 0x80, 0xbf, WHOLE);
            case TWO_MORE -> between(next, 0x80, 0xbf, ONE_MORE);
            case THREE_MORE -> between(next, 0x80, 0xbf, TWO_MORE);
            case AFTER_E0 -> between(next, 0xa0, 0xbf, ONE_MORE);
            case AFTER_ED -> between(next, 0x80, 0x9f, ONE_MORE);
            case AFTER_F0 -> between(next, 0x90, 0xbf, TWO_MORE);
            case AFTER_F4 -> between(next, 0x80, 0x8f, TWO_MORE);
            default -> escaped(place, next);
        };
    }

    private static int first(int next, boolean escapes) {
        if (next == '\\') {
            return escapes ? ESCAPE : NEVER;
        }
        if (next < 0x80) {
            return next < ' ' || next == '"' ? NEVER : WHOLE;
        }
        if (next < 0xe0) {
            return next < 0xc2 ? NEVER : ONE_MORE;
        }
        if (next < 0xf0) {
            return next == 0xe0 ? AFTER_E0 : next == 0xed ? AFTER_ED : TWO_MORE;
        }
        if (next > 0xf4) {
            return NEVER;
        }
        return next == 0xf0 ? AFTER_F0 : next == 0xf4 ? AFTER_F4 : THREE_MORE;
    }

    private static int escaped(int place, int next) {
        int digit = next < 0x80 ? Character.digit(next, 16) : -1;
        return switch (place) {
            case ESCAPE -> next == 'u' ? HEX_FOUR : "\"\\/bfnrt".indexOf(next) >= 0 ? WHOLE : NEVER;
            case HEX_FOUR -> digit < 0 ? NEVER : digit == 0xd ? HEX_AFTER_D : HEX_THREE;
            case HEX_THREE -> digit < 0 ? NEVER : HEX_TWO;
            case HEX_TWO -> digit < 0 ? NEVER : HEX_ONE;
            case HEX_ONE -> digit < 0 ? NEVER : WHOLE;
            case HEX_AFTER_D -> digit < 0 || digit > 0xb ? NEVER : digit < 8 ? HEX_TWO : HIGH_TWO;
            case HIGH_TWO -> digit < 0 ? NEVER : HIGH_ONE;
            case HIGH_ONE -> digit < 0 ? NEVER : LOW_BACKSLASH;
            case LOW_BACKSLASH -> next == '\\' ? LOW_U : NEVER;
            case LOW_U -> next == 'u' ? LOW_D : NEVER;
            case LOW_D -> digit == 0xd ? LOW_SECOND : NEVER;
            case LOW_SECOND -> digit >= 0xc ? HEX_TWO : NEVER;
            default -> throw new IllegalArgumentException("There is no place " + place);
        };
    }

    private static int between(int next, int least, int most, int then) {
        return next >= least && next <= most ? then : NEVER;
    }
}
