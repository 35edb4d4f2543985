package cultivar.runtime.text.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop} inside a for block. */
final class Loop implements Value {
    private final List<Value> items;
    private int index;
    private @Nullable List<Value> lastChanged;

    Loop(List<Value> items) {
        this.items = items;
    }

    void moveTo(int position) {
        index = position;
    }

    Value member(String name) {
        return switch (name) {
            case "index" -> new Int(index + 1);
            case "index0" -> new Int(index);
            case "revindex" -> new Int(items.size() - index);
            case "revindex0" -> new Int(items.size() - index - 1);
            case "first" -> new Bool(index == 0);
            case "last" -> new Bool(index == items.size() - 1);
            case "length" -> new Int(items.size());
            case "depth" -> new Int(1); // grows in recursive loops only
            case "depth0" -> new Int(0);
            case "previtem" -> index > 0 ? items.get(index - 1) : new Undefined("there is no previous item");
            case "nextitem" -> index + 1 < items.size() ? items.get(index + 1) : new Undefined("there is no next item");
            case "cycle" -> (Function) arguments -> cycle(arguments.positional());
            case "changed" -> (Function) arguments -> new Bool(changed(arguments.positional()));
            default -> new Undefined("'loop' has no attribute '" + name + "'");
        };
    }

    private Value cycle(List<Value> choices) {
        if (choices.isEmpty()) {
            throw JinjaException.unplaced("no items for cycling given");
        }
        return choices.get(index % choices.size());
    }

    private boolean changed(List<Value> values) {
        boolean changed = lastChanged == null || !Values.equal(new Seq(lastChanged), new Seq(values));
        lastChanged = new ArrayList<>(values);
        return changed;
    }
}
