package cultivar.runtime.schema;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/**
 * What a string of a {@code format} of JSON Schema looks like. Only texts that every reader takes: February ends on its 28th,
 * seconds on 59. Other formats are remarks, as the standard has it by default.
 */
final class Formats {
    private static final String DATE = "[12]\\d\\d\\d-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])"
            + "|(0[469]|11)-(0[1-9]|[12]\\d|30)|02-(0[1-9]|1\\d|2[0-8]))";
    private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?(Z|[+-](0\\d|1[0-3]):[0-5]\\d)";
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?";
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String NAME = "(" + LABEL + "\\.){1,4}[a-z]{2,10}";

    private static final Map<String, String> PATTERNS = Map.ofEntries(
            entry("date", DATE),
            entry("time", TIME),
            entry("date-time", DATE + "T" + TIME),
            entry("duration", "P(\\d{1,4}D)?T\\d{1,4}H\\d{1,4}M\\d{1,4}S"),
            entry("uuid", "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
            entry("email", "[A-Za-z0-9]([A-Za-z0-9_+-]{0,30}[A-Za-z0-9])?@" + NAME),
            entry("hostname", NAME),
            entry("ipv4", BYTE + "(\\." + BYTE + "){3}"),
            entry("uri", "https?://" + NAME + "(/[A-Za-z0-9._~-]{1,60}){0,8}/?"));

    private Formats() {}

    /** A regular expression for the whole text; empty for a format that is a remark. */
    static Optional<String> pattern(String format) {
        return Optional.ofNullable(PATTERNS.get(format)).map(pattern -> "^" + pattern + "$");
    }
}
