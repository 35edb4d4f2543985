package cultivar.runtime.schema;

import cultivar.runtime.schema.Magnitude.Limit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns a schema's limits of numbers into a rule. */
final class NumberReader {
    private static final int MOST_LIMIT_DIGITS = 30;

    private NumberReader() {}

    /** A number without limits. */
    static Rule any() {
        return Numeral.of(new Numeral.Kind(Magnitude.positive(null, null), Magnitude.negative(null, null), true, true));
    }

    static Rule read(JsonNode schema, boolean integer, String at) {
        Limit least = limit(schema, "minimum", "exclusiveMinimum", 1, at);
        Limit most = limit(schema, "maximum", "exclusiveMaximum", -1, at);
        boolean free = least == null && most == null;
        if (integer) {
            least = least == null ? null : whole(least, 1);
            most = most == null ? null : whole(most, -1);
        }
        if (least != null && most != null) {
            int compared = least.value().compareTo(most.value());
            if (compared > 0 || (compared == 0 && (least.open() || most.open()))) {
                throw SchemaReader.refused("no number is within its limits", at);
            }
        }
        Numeral numeral = Numeral.of(new Numeral.Kind(
                Magnitude.positive(least, most), Magnitude.negative(least, most), !integer, free && !integer));
        if (!numeral.isPossible()) {
            throw SchemaReader.refused("no number is within its limits", at);
        }
        return numeral;
    }

    /** The narrower of two limits. */
    private static @Nullable Limit limit(JsonNode schema, String closed, String open, int direction, String at) {
        Limit narrower = null;
        for (String keyword : List.of(closed, open)) {
            if (schema.has(keyword)) {
                JsonNode value = schema.path(keyword);
                if (!value.isNumber()) {
                    throw SchemaReader.refused("\"" + keyword + "\" must be a number", at);
                }
                BigDecimal limit = value.decimalValue().stripTrailingZeros();
                if (limit.precision() > MOST_LIMIT_DIGITS || Math.abs(limit.scale()) > MOST_LIMIT_DIGITS) {
                    throw SchemaReader.refused("\"" + keyword + "\" has too many digits", at);
                }
                boolean isOpen = keyword.equals(open);
                int compared = narrower == null ? 1 : direction * limit.compareTo(narrower.value());
                if (compared > 0 || (compared == 0 && isOpen)) {
                    narrower = new Limit(limit, isOpen);
                }
            }
        }
        return narrower;
    }

    /** The first whole number within a limit. */
    private static Limit whole(Limit limit, int direction) {
        BigDecimal whole = limit.value().setScale(0, direction > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR);
        boolean itself = whole.compareTo(limit.value()) == 0;
        return new Limit(limit.open() && itself ? whole.add(BigDecimal.valueOf(direction)) : whole, false);
    }
}
