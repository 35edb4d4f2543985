package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Value.Dict;
import cultivar.runtime.text.jinja.Value.Function;
import cultivar.runtime.text.jinja.Value.Int;
import cultivar.runtime.text.jinja.Value.Namespace;
import cultivar.runtime.text.jinja.Value.Seq;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The functions that every template finds: Jinja's and those that transformers adds for chat templates. */
final class Globals {
    private static final long LONGEST_RANGE = 100_000;

    private Globals() {}

    static void define(Scope scope, Supplier<ZonedDateTime> now) {
        scope.set("range", function(Globals::range));
        scope.set("dict", function(arguments -> new Dict(named(arguments))));
        scope.set("namespace", function(Globals::namespace));
        scope.set("raise_exception", function(arguments -> {
            throw JinjaException.unplaced(
                    Output.text(arguments.require(0, "message")).text());
        }));
        scope.set(
                "strftime_now",
                function(arguments ->
                        Str.of(format(arguments.requireText(0, "format").text(), now.get()))));
    }

    private static Function function(Function function) {
        return function;
    }

    private static Seq range(Arguments arguments) {
        long first = Values.expectInt(arguments.require(0, "start"));
        boolean one = arguments.positional().size() < 2;
        long from = one ? 0 : first;
        long to = one ? first : Values.expectInt(arguments.require(1, "stop"));
        long step = arguments.number(2, "step", 1);
        if (step == 0) {
            throw JinjaException.unplaced("a range's step cannot be 0");
        }
        List<Value> numbers = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (numbers.size() >= LONGEST_RANGE) {
                throw JinjaException.unplaced("a range has more than " + LONGEST_RANGE + " numbers");
            }
            numbers.add(new Int(i));
            if (step > 0 ? i > Long.MAX_VALUE - step : i < Long.MIN_VALUE - step) {
                break;
            }
        }
        return new Seq(numbers);
    }

    private static Map<Value, Value> named(Arguments arguments) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (Value value : arguments.positional()) {
            if (!(value instanceof Dict dict)) {
                throw Values.wrong(value, "a dictionary");
            }
            entries.putAll(dict.entries());
        }
        arguments.named().forEach((name, value) -> entries.put(Str.of(name), value));
        return entries;
    }

    private static Namespace namespace(Arguments arguments) {
        Map<String, Value> entries = new LinkedHashMap<>();
        named(arguments)
                .forEach((name, value) -> entries.put(Values.expectText(name).text(), value));
        return new Namespace(entries);
    }

    /** Python's strftime, as far as dates in prompts go. */
    private static String format(String format, ZonedDateTime now) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                result.append(c);
                continue;
            }
            boolean unpadded = format.charAt(i + 1) == '-' && i + 2 < format.length();
            i += unpadded ? 2 : 1;
            String written = field(format.charAt(i), now);
            result.append(unpadded && written.startsWith("0") && written.length() > 1 ? written.substring(1) : written);
        }
        return result.toString();
    }

    private static String field(char code, ZonedDateTime now) {
        String pattern = switch (code) {
            case 'Y' -> "yyyy";
            case 'y' -> "yy";
            case 'm' -> "MM";
            case 'd' -> "dd";
            case 'H' -> "HH";
            case 'I' -> "hh";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'p' -> "a";
            case 'B' -> "MMMM";
            case 'b' -> "MMM";
            case 'A' -> "EEEE";
            case 'a' -> "EEE";
            case 'j' -> "DDD";
            case 'F' -> "yyyy-MM-dd";
            case 'T' -> "HH:mm:ss";
            case '%' -> "'%'";
            default -> throw JinjaException.unplaced("the date field '%" + code + "' is not supported");
        };
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
    }
}
