package cultivar.runtime.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a template computes with: Python's small values. */
public sealed interface Value
        permits Str,
                Value.None,
                Value.Bool,
                Value.Int,
                Value.Num,
                Value.Seq,
                Value.Dict,
                Value.Namespace,
                Value.Undefined,
                Value.Function,
                Loop {

    /** Python's None. */
    enum None implements Value {
        NONE
    }

    /** True or False. */
    record Bool(boolean value) implements Value {}

    /** A whole number that fits into 64 bits. */
    record Int(long value) implements Value {}

    /** A floating-point number. */
    record Num(double value) implements Value {}

    /** A list, or a tuple, which differs in print only. */
    record Seq(List<Value> items, boolean isTuple) implements Value {
        /** A list. */
        public Seq(List<Value> items) {
            this(items, false);
        }
    }

    /** A dictionary in the order of insertion; its keys are scalars. */
    record Dict(Map<Value, Value> entries) implements Value {}

    /** What {@code namespace()} makes: the one value that a template can change. */
    record Namespace(Map<String, Value> entries) implements Value {}

    /** A name or member that does not exist; {@code what} says which. */
    record Undefined(String what) implements Value {}

    /** Something that can be called. */
    non-sealed interface Function extends Value {
        /** Calls it with the given arguments. */
        Value call(Arguments arguments);
    }

    /** Turns plain Java values (null, Boolean, Number, String, List, Map) into values; strings become foreign text. */
    static Value foreign(@Nullable Object plain) {
        return switch (plain) {
            case null -> None.NONE;
            case Value value -> value;
            case Boolean b -> new Bool(b);
            case Double d -> new Num(d);
            case Float f -> new Num(f);
            case Number n -> new Int(n.longValue());
            case Map<?, ?> map -> {
                Map<Value, Value> entries = new LinkedHashMap<>();
                map.forEach((key, value) -> entries.put(Str.foreign(String.valueOf(key)), foreign(value)));
                yield new Dict(entries);
            }
            case Iterable<?> list -> {
                List<Value> items = new ArrayList<>();
                list.forEach(item -> items.add(foreign(item)));
                yield new Seq(items);
            }
            default -> Str.foreign(plain.toString());
        };
    }
}
