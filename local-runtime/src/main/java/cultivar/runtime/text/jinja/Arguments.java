package cultivar.runtime.text.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, a filter or a test. */
record Arguments(List<Value> positional, Map<String, Value> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /** The argument at the position or of the name; null if the caller left it out. */
    @Nullable
    Value get(int position, String name) {
        return position < positional.size() ? positional.get(position) : named.get(name);
    }

    Value get(int position, String name, Value otherwise) {
        Value value = get(position, name);
        return value == null ? otherwise : value;
    }

    Value require(int position, String name) {
        Value value = get(position, name);
        if (value == null) {
            throw JinjaException.unplaced("the argument '" + name + "' is missing");
        }
        return value;
    }

    Str requireText(int position, String name) {
        return Values.expectText(require(position, name));
    }

    /** A string argument; null if it was left out or is None. */
    @Nullable
    Str text(int position, String name) {
        Value value = get(position, name);
        return value == null || value == Value.None.NONE ? null : Values.expectText(value);
    }

    long number(int position, String name, long otherwise) {
        Value value = get(position, name);
        return value == null || value == Value.None.NONE ? otherwise : Values.expectInt(value);
    }

    boolean flag(int position, String name, boolean otherwise) {
        Value value = get(position, name);
        return value == null ? otherwise : Values.truthy(value);
    }

    /** These arguments without the first {@code count} positional ones. */
    Arguments after(int count) {
        int from = Math.min(count, positional.size());
        return new Arguments(positional.subList(from, positional.size()), named);
    }
}
