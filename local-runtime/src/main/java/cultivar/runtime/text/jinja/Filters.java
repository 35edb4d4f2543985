package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Value.Bool;
import cultivar.runtime.text.jinja.Value.Dict;
import cultivar.runtime.text.jinja.Value.Int;
import cultivar.runtime.text.jinja.Value.Num;
import cultivar.runtime.text.jinja.Value.Seq;
import cultivar.runtime.text.jinja.Value.Undefined;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What may stand after a bar. */
final class Filters {
    private Filters() {}

    static Value apply(String name, Value value, Arguments arguments) {
        return switch (name) {
            case "trim" -> {
                Str characters = arguments.text(0, "chars");
                yield Output.text(value).strip(characters == null ? null : characters.text(), true, true);
            }
            case "length", "count" -> new Int(Values.length(value));
            case "default", "d" ->
                value instanceof Undefined || (arguments.flag(1, "boolean", false) && !Values.truthy(value))
                        ? arguments.get(0, "default_value", Str.EMPTY)
                        : value;
            case "join" -> join(value, arguments);
            case "upper" -> Output.text(value).map(text -> text.toUpperCase(Locale.ROOT));
            case "lower" -> Output.text(value).map(text -> text.toLowerCase(Locale.ROOT));
            case "title" -> Output.text(value).map(Filters::title);
            case "capitalize" -> Output.text(value).map(Methods::capitalize);
            case "replace" ->
                Output.text(value)
                        .replace(
                                Output.text(arguments.require(0, "old")),
                                Output.text(arguments.require(1, "new")),
                                arguments.number(2, "count", -1));
            case "string" -> Output.text(value);
            case "safe" -> value;
            case "escape", "e" -> escape(Output.text(value));
            case "indent" -> indent(Output.text(value), arguments);
            case "wordcount" -> new Int(Output.text(value).split(null, -1).size());
            case "tojson" ->
                Output.json(
                        value,
                        Math.clamp(arguments.number(0, "indent", -1), -1, 16),
                        arguments.flag(1, "sort_keys", false),
                        arguments.flag(2, "ensure_ascii", false));
            case "int" -> toInt(value, arguments);
            case "float" -> toFloat(value, arguments);
            case "abs" -> {
                if (value instanceof Num number) {
                    yield new Num(Math.abs(number.value()));
                }
                yield new Int(Math.absExact(Values.expectInt(value)));
            }
            case "round" -> round(value, arguments);
            case "bool" -> new Bool(Values.truthy(value));
            default -> ofList(name, value, arguments);
        };
    }

    private static Value ofList(String name, Value value, Arguments arguments) {
        return switch (name) {
            case "list" -> new Seq(Values.iterate(value));
            case "first" -> edge(value, true);
            case "last" -> edge(value, false);
            case "reverse" -> {
                List<Value> items = new ArrayList<>(Values.iterate(value));
                Collections.reverse(items);
                yield value instanceof Str ? Methods.join(Str.EMPTY, items) : new Seq(items);
            }
            case "sort" -> sort(value, arguments);
            case "unique" -> unique(value);
            case "min" -> extreme(value, -1);
            case "max" -> extreme(value, 1);
            case "sum" -> {
                Value sum = arguments.get(1, "start", new Int(0));
                for (Value item : Values.iterate(value)) {
                    sum = Operators.binary("+", sum, member(item, arguments.get(0, "attribute")));
                }
                yield sum;
            }
            case "map" -> map(value, arguments);
            case "select" -> new Seq(choose(value, test(arguments, 0), true, null));
            case "reject" -> new Seq(choose(value, test(arguments, 0), false, null));
            case "selectattr" -> new Seq(choose(value, test(arguments, 1), true, arguments.require(0, "attribute")));
            case "rejectattr" -> new Seq(choose(value, test(arguments, 1), false, arguments.require(0, "attribute")));
            case "items" ->
                value instanceof Undefined
                        ? new Seq(List.of())
                        : Methods.items(dict(value).entries());
            case "dictsort" -> {
                List<Value> pairs =
                        new ArrayList<>(Methods.items(dict(value).entries()).items());
                pairs.sort((a, b) -> compare(Values.item(a, new Int(0)), Values.item(b, new Int(0)), false));
                yield new Seq(pairs);
            }
            default -> throw JinjaException.unplaced("the filter '" + name + "' is not supported");
        };
    }

    /** Unlike the method of that name, this does not begin a word after an apostrophe. */
    private static String title(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            result.append(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inWord = !Str.isSpace(c) && "-({[<".indexOf(c) < 0;
        }
        return result.toString();
    }

    private static Dict dict(Value value) {
        if (value instanceof Dict dict) {
            return dict;
        }
        throw Values.wrong(value, "a dictionary");
    }

    private static Str join(Value value, Arguments arguments) {
        Str separator = Output.text(arguments.get(0, "d", Str.EMPTY));
        Value attribute = arguments.get(1, "attribute");
        List<Value> parts = new ArrayList<>();
        for (Value item : Values.iterate(value)) {
            parts.add(Output.text(member(item, attribute)));
        }
        return Methods.join(separator, parts);
    }

    /** The member that an attribute such as {@code a.b} or {@code 0} names; the item itself for none. */
    private static Value member(Value item, @Nullable Value attribute) {
        if (attribute == null || attribute == Value.None.NONE) {
            return item;
        }
        if (attribute instanceof Int) {
            return Values.item(item, attribute);
        }
        Value result = item;
        for (String step : Values.expectText(attribute).text().split("\\.", -1)) {
            result = Values.item(result, Str.of(step));
        }
        return result;
    }

    private static Str escape(Str text) {
        return text.replace(Str.of("&"), Str.of("&amp;"), -1)
                .replace(Str.of("<"), Str.of("&lt;"), -1)
                .replace(Str.of(">"), Str.of("&gt;"), -1)
                .replace(Str.of("\""), Str.of("&#34;"), -1)
                .replace(Str.of("'"), Str.of("&#39;"), -1);
    }

    private static Str indent(Str text, Arguments arguments) {
        Value width = arguments.get(0, "width", new Int(4));
        Str space =
                width instanceof Str given ? given : Str.of(" ".repeat(Math.clamp(Values.expectInt(width), 0, 1000)));
        boolean blank = arguments.flag(2, "blank", false);
        Str.Builder result = new Str.Builder();
        List<Value> lines = text.split(Str.of("\n"), -1);
        for (int i = 0; i < lines.size(); i++) {
            Str line = Values.expectText(lines.get(i));
            if (i > 0) {
                result.append("\n");
            }
            if (i == 0 ? arguments.flag(1, "first", false) : (blank || !line.isEmpty())) {
                result.append(space);
            }
            result.append(line);
        }
        return result.build();
    }

    private static Value toInt(Value value, Arguments arguments) {
        if (value instanceof Num number && Math.abs(number.value()) < 0x1p63) {
            return new Int((long) number.value());
        }
        if (Values.isNumber(value)) {
            return new Int(Values.expectInt(value));
        }
        String text = Output.text(value).text().strip();
        try {
            return new Int(new BigDecimal(text.length() > 40 ? "x" : text)
                    .setScale(0, RoundingMode.DOWN)
                    .longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return arguments.get(0, "default", new Int(0));
        }
    }

    private static Value toFloat(Value value, Arguments arguments) {
        if (Values.isNumber(value)) {
            return new Num(Values.expectDouble(value));
        }
        try {
            return new Num(Double.parseDouble(Output.text(value).text().strip()));
        } catch (NumberFormatException e) {
            return arguments.get(0, "default", new Num(0));
        }
    }

    private static Value round(Value value, Arguments arguments) {
        double number = Values.expectDouble(value);
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return new Num(number);
        }
        Str method = arguments.text(1, "method");
        RoundingMode mode = switch (method == null ? "common" : method.text()) {
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            case "common" -> RoundingMode.HALF_EVEN;
            default -> throw JinjaException.unplaced("round knows common, ceil and floor");
        };
        int digits = Math.clamp(arguments.number(0, "precision", 0), -300, 300);
        return new Num(new BigDecimal(number).setScale(digits, mode).doubleValue());
    }

    private static Value edge(Value value, boolean first) {
        List<Value> items = Values.iterate(value);
        if (items.isEmpty()) {
            return new Undefined("the list is empty");
        }
        return first ? items.getFirst() : items.getLast();
    }

    private static int compare(Value left, Value right, boolean caseSensitive) {
        return (!caseSensitive && left instanceof Str a && right instanceof Str b)
                ? a.text().toLowerCase(Locale.ROOT).compareTo(b.text().toLowerCase(Locale.ROOT))
                : Values.order(left, right);
    }

    private static Seq sort(Value value, Arguments arguments) {
        boolean caseSensitive = arguments.flag(1, "case_sensitive", false);
        Value attribute = arguments.get(2, "attribute");
        Comparator<Value> order = (a, b) -> compare(member(a, attribute), member(b, attribute), caseSensitive);
        List<Value> items = new ArrayList<>(Values.iterate(value));
        items.sort(arguments.flag(0, "reverse", false) ? order.reversed() : order);
        return new Seq(items);
    }

    private static Seq unique(Value value) {
        List<Value> kept = new ArrayList<>();
        for (Value item : Values.iterate(value)) {
            if (kept.size() > 10_000) {
                throw JinjaException.unplaced("too many different items");
            }
            if (kept.stream().noneMatch(other -> sameWithoutCase(item, other))) {
                kept.add(item);
            }
        }
        return new Seq(kept);
    }

    private static boolean sameWithoutCase(Value left, Value right) {
        return (left instanceof Str a && right instanceof Str b)
                ? a.text().equalsIgnoreCase(b.text())
                : Values.equal(left, right);
    }

    private static Value extreme(Value value, int direction) {
        List<Value> items = Values.iterate(value);
        if (items.isEmpty()) {
            return new Undefined("the list is empty");
        }
        Value best = items.getFirst();
        for (Value item : items) {
            if (compare(item, best, false) * direction > 0) {
                best = item;
            }
        }
        return best;
    }

    private static Seq map(Value value, Arguments arguments) {
        List<Value> results = new ArrayList<>();
        Value attribute = arguments.named().get("attribute");
        for (Value item : Values.iterate(value)) {
            if (attribute == null) {
                results.add(apply(arguments.requireText(0, "filter").text(), item, arguments.after(1)));
            } else {
                Value found = member(item, attribute);
                results.add(found instanceof Undefined ? arguments.named().getOrDefault("default", found) : found);
            }
        }
        return new Seq(results);
    }

    /** The test that select and its kin were given, by default the item's truth. */
    private static Predicate<Value> test(Arguments arguments, int position) {
        Str name = arguments.text(position, "test");
        if (name == null) {
            return Values::truthy;
        }
        String test = switch (name.text()) {
            case "==" -> "eq";
            case "!=" -> "ne";
            case "<" -> "lt";
            case "<=" -> "le";
            case ">" -> "gt";
            case ">=" -> "ge";
            default -> name.text();
        };
        Arguments rest = arguments.after(position + 1);
        return item -> Tests.holds(test, item, rest);
    }

    private static List<Value> choose(Value value, Predicate<Value> test, boolean wanted, @Nullable Value attribute) {
        List<Value> chosen = new ArrayList<>();
        for (Value item : Values.iterate(value)) {
            if (test.test(member(item, attribute)) == wanted) {
                chosen.add(item);
            }
        }
        return chosen;
    }
}
