package cultivar.runtime.text.jinja;

import cultivar.runtime.text.jinja.Value.Bool;
import cultivar.runtime.text.jinja.Value.Dict;
import cultivar.runtime.text.jinja.Value.Function;
import cultivar.runtime.text.jinja.Value.Int;
import cultivar.runtime.text.jinja.Value.Namespace;
import cultivar.runtime.text.jinja.Value.None;
import cultivar.runtime.text.jinja.Value.Num;
import cultivar.runtime.text.jinja.Value.Seq;
import cultivar.runtime.text.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Python knows of its values: their truth, equality, order, length and members. */
final class Values {
    private static final int MOST_COMPARED = 200_000;
    private static final int DEEPEST = 100;

    private Values() {}

    static boolean truthy(Value value) {
        return switch (value) {
            case None none -> false;
            case Undefined undefined -> false;
            case Bool bool -> bool.value();
            case Int number -> number.value() != 0;
            case Num number -> number.value() != 0;
            case Str text -> !text.isEmpty();
            case Seq list -> !list.items().isEmpty();
            case Dict dict -> !dict.entries().isEmpty();
            case Namespace space -> true;
            case Function function -> true;
            case Loop loop -> true;
        };
    }

    /** What error messages call the kind of a value. */
    static String kind(Value value) {
        return switch (value) {
            case None none -> "None";
            case Undefined undefined -> "an undefined value";
            case Bool bool -> "a boolean";
            case Int number -> "a number";
            case Num number -> "a number";
            case Str text -> "a string";
            case Seq list -> "a list";
            case Dict dict -> "a dictionary";
            case Namespace space -> "a namespace";
            case Function function -> "a function";
            case Loop loop -> "a loop";
        };
    }

    static JinjaException wrong(Value value, String wanted) {
        return JinjaException.unplaced(
                value instanceof Undefined undefined
                        ? undefined.what()
                        : "expected " + wanted + ", not " + kind(value));
    }

    static Str expectText(Value value) {
        if (value instanceof Str text) {
            return text;
        }
        throw wrong(value, "a string");
    }

    static long expectInt(Value value) {
        return switch (value) {
            case Int number -> number.value();
            case Bool bool -> bool.value() ? 1 : 0;
            default -> throw wrong(value, "a whole number");
        };
    }

    static boolean isNumber(Value value) {
        return value instanceof Int || value instanceof Num || value instanceof Bool;
    }

    static double expectDouble(Value value) {
        return value instanceof Num number ? number.value() : (double) expectInt(value);
    }

    /** What a for loop or a filter goes through. */
    static List<Value> iterate(Value value) {
        return switch (value) {
            case Seq list -> list.items();
            case Dict dict -> new ArrayList<>(dict.entries().keySet());
            case Str text -> new ArrayList<>(text.characters());
            case Undefined undefined -> List.of();
            case None none -> throw wrong(value, "a list");
            case Bool bool -> throw wrong(value, "a list");
            case Int number -> throw wrong(value, "a list");
            case Num number -> throw wrong(value, "a list");
            case Namespace space -> throw wrong(value, "a list");
            case Function function -> throw wrong(value, "a list");
            case Loop loop -> throw wrong(value, "a list");
        };
    }

    static long length(Value value) {
        return switch (value) {
            case Str text -> text.length();
            case Seq list -> list.items().size();
            case Dict dict -> dict.entries().size();
            case Undefined undefined -> 0;
            default -> throw wrong(value, "something that has a length");
        };
    }

    /** A value that may be a dictionary's key; numbers that are equal are the same key. */
    static Value key(Value value) {
        return switch (value) {
            case Str text -> text;
            case Int number -> number;
            case None none -> none;
            case Bool bool -> new Int(bool.value() ? 1 : 0);
            case Num number ->
                number.value() == Math.rint(number.value()) && Math.abs(number.value()) < 1e15
                        ? new Int((long) number.value())
                        : number;
            default -> throw JinjaException.unplaced(kind(value) + " cannot be a key");
        };
    }

    static boolean equal(Value left, Value right) {
        return new Equality().equal(left, right, 0);
    }

    /** Counts its steps, since a small template can build lists that share their parts and unfold without end. */
    private static final class Equality {
        private int steps;

        @SuppressWarnings("ReferenceEquality") // functions and namespaces equal only themselves
        private boolean equal(Value left, Value right, int depth) {
            if (left == right) {
                return true;
            }
            if (++steps > MOST_COMPARED || depth > DEEPEST) {
                throw JinjaException.unplaced("the values to compare are nested too deeply");
            }
            if (isNumber(left) && isNumber(right)) {
                return (left instanceof Num || right instanceof Num)
                        ? expectDouble(left) == expectDouble(right)
                        : expectInt(left) == expectInt(right);
            }
            if (left instanceof Seq a && right instanceof Seq b) {
                if (a.items().size() != b.items().size() || a.isTuple() != b.isTuple()) {
                    return false;
                }
                Iterator<Value> others = b.items().iterator();
                for (Value item : a.items()) {
                    if (!equal(item, others.next(), depth + 1)) {
                        return false;
                    }
                }
                return true;
            }
            if (left instanceof Dict a && right instanceof Dict b) {
                if (a.entries().size() != b.entries().size()) {
                    return false;
                }
                for (Map.Entry<Value, Value> entry : a.entries().entrySet()) {
                    Value other = b.entries().get(entry.getKey());
                    if (other == null || !equal(entry.getValue(), other, depth + 1)) {
                        return false;
                    }
                }
                return true;
            }
            return left instanceof Undefined
                    ? right instanceof Undefined
                    : left instanceof Str && right instanceof Str && left.equals(right);
        }
    }

    static int order(Value left, Value right) {
        if (isNumber(left) && isNumber(right)) {
            return (left instanceof Num || right instanceof Num)
                    ? Double.compare(expectDouble(left), expectDouble(right))
                    : Long.compare(expectInt(left), expectInt(right));
        }
        if (left instanceof Str a && right instanceof Str b) {
            return a.text().compareTo(b.text());
        }
        if (left instanceof Undefined) {
            throw wrong(left, "a number or a string");
        }
        if (right instanceof Undefined) {
            throw wrong(right, "a number or a string");
        }
        throw JinjaException.unplaced("cannot order " + kind(left) + " and " + kind(right));
    }

    static boolean contains(Value container, Value item) {
        return switch (container) {
            case Str text -> text.text().contains(expectText(item).text());
            case Dict dict -> dict.entries().containsKey(key(item));
            default -> {
                for (Value candidate : iterate(container)) {
                    if (equal(candidate, item)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    /** {@code target.name}: a method first, then an entry. */
    static Value attribute(Value target, String name) {
        return switch (target) {
            case Undefined undefined -> throw wrong(undefined, "");
            case Loop loop -> loop.member(name);
            case Namespace space -> {
                Value value = space.entries().get(name);
                yield value == null ? missing(target, name) : value;
            }
            default -> {
                Function method = Methods.find(target, name);
                yield method == null ? entry(target, Str.of(name)) : method;
            }
        };
    }

    /** {@code target[index]}: an entry first, then a method. */
    static Value item(Value target, Value index) {
        if (target instanceof Undefined) {
            throw wrong(target, "");
        }
        if (target instanceof Namespace || target instanceof Loop) {
            return attribute(target, expectText(index).text());
        }
        Value entry = entry(target, index);
        if (entry instanceof Undefined && index instanceof Str name) {
            Function method = Methods.find(target, name.text());
            return method == null ? entry : method;
        }
        return entry;
    }

    private static Value entry(Value target, Value index) {
        @Nullable Value found = null;
        if (target instanceof Dict dict) {
            found = dict.entries().get(key(index));
        } else if (index instanceof Int number && target instanceof Seq list) {
            found = at(list.items(), number.value());
        } else if (index instanceof Int number && target instanceof Str text) {
            found = at(text.characters(), number.value());
        }
        return found == null ? missing(target, Output.text(index).text()) : found;
    }

    private static @Nullable Value at(List<? extends Value> items, long index) {
        long position = index < 0 ? items.size() + index : index;
        return position < 0 || position >= items.size() ? null : items.get((int) position);
    }

    private static Undefined missing(Value target, String name) {
        return new Undefined(kind(target) + " has no member '" + name + "'");
    }

    /** {@code target[from:to:step]} with Python's bounds; null where a bound was left out. */
    static Value slice(Value target, @Nullable Value from, @Nullable Value to, @Nullable Value step) {
        List<? extends Value> items = switch (target) {
            case Seq list -> list.items();
            case Str text -> text.characters();
            default -> throw wrong(target, "a list or a string");
        };
        long stride = step == null || step == None.NONE ? 1 : expectInt(step);
        if (stride == 0) {
            throw JinjaException.unplaced("a slice's step cannot be 0");
        }
        int size = items.size();
        long low = stride > 0 ? 0 : -1;
        long high = stride > 0 ? size : size - 1L;
        long start = bound(from, size, low, high, stride > 0 ? low : high);
        long end = bound(to, size, low, high, stride > 0 ? high : low);
        List<Value> chosen = new ArrayList<>();
        for (long i = start; stride > 0 ? i < end : i > end; i += stride) {
            chosen.add(items.get((int) i));
            if (Math.abs(stride) >= size) {
                break; // also keeps i from running over
            }
        }
        if (target instanceof Str) {
            Str.Builder text = new Str.Builder();
            chosen.forEach(c -> text.append(expectText(c)));
            return text.build();
        }
        return new Seq(chosen);
    }

    private static long bound(@Nullable Value value, int size, long low, long high, long otherwise) {
        if (value == null || value == None.NONE) {
            return otherwise;
        }
        long index = expectInt(value);
        return Math.clamp(index < 0 ? Math.max(index, -1L - size) + size : index, low, high);
    }
}
