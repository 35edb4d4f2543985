package cultivar.runtime.text.jinja;

import java.util.Locale;

/** What may stand after {@code is}. */
final class Tests {
    private Tests() {}

    static boolean holds(String name, Value value, Arguments arguments) {
        return switch (name) {
            case "defined" -> !(value instanceof Value.Undefined);
            case "undefined" -> value instanceof Value.Undefined;
            case "none" -> value == Value.None.NONE;
            case "boolean" -> value instanceof Value.Bool;
            case "true" -> value instanceof Value.Bool bool && bool.value();
            case "false" -> value instanceof Value.Bool bool && !bool.value();
            case "integer" -> value instanceof Value.Int;
            case "float" -> value instanceof Value.Num;
            case "number" -> Values.isNumber(value);
            case "string" -> value instanceof Str;
            case "mapping" -> value instanceof Value.Dict;
            case "sequence" -> value instanceof Str || value instanceof Value.Seq || value instanceof Value.Dict;
            case "iterable" ->
                value instanceof Str
                        || value instanceof Value.Seq
                        || value instanceof Value.Dict
                        || value instanceof Value.Undefined;
            case "callable" -> value instanceof Value.Function;
            case "odd" -> Math.floorMod(Values.expectInt(value), 2) == 1;
            case "even" -> Math.floorMod(Values.expectInt(value), 2) == 0;
            case "divisibleby" -> {
                long divisor = Values.expectInt(arguments.require(0, "num"));
                if (divisor == 0) {
                    throw JinjaException.unplaced("division by zero");
                }
                yield Math.floorMod(Values.expectInt(value), divisor) == 0;
            }
            case "eq", "equalto" -> Values.equal(value, arguments.require(0, "other"));
            case "sameas" -> same(value, arguments.require(0, "other"));
            case "ne" -> !Values.equal(value, arguments.require(0, "other"));
            case "lt", "lessthan" -> Values.order(value, arguments.require(0, "other")) < 0;
            case "le" -> Values.order(value, arguments.require(0, "other")) <= 0;
            case "gt", "greaterthan" -> Values.order(value, arguments.require(0, "other")) > 0;
            case "ge" -> Values.order(value, arguments.require(0, "other")) >= 0;
            case "in" -> Values.contains(arguments.require(0, "seq"), value);
            case "lower" -> {
                String text = Output.text(value).text();
                yield text.equals(text.toLowerCase(Locale.ROOT));
            }
            case "upper" -> {
                String text = Output.text(value).text();
                yield text.equals(text.toUpperCase(Locale.ROOT));
            }
            default -> throw JinjaException.unplaced("the test '" + name + "' is not supported");
        };
    }

    private static boolean same(Value value, Value other) {
        return value.getClass() == other.getClass() && Values.equal(value, other);
    }
}
