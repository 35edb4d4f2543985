package cultivar.runtime.schema;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some names by their bytes: a node of their tree. */
final class Names {
    private final Map<Integer, Names> children = new HashMap<>();
    private boolean whole;

    static Names of(List<String> names) {
        Names root = new Names();
        for (String name : names) {
            Names at = root;
            for (byte next : name.getBytes(StandardCharsets.UTF_8)) {
                at = at.children.computeIfAbsent(next & 0xff, key -> new Names());
            }
            at.whole = true;
        }
        return root;
    }

    @Nullable
    Names after(int next) {
        return children.get(next);
    }

    /** Whether a name ends here. */
    boolean isWhole() {
        return whole;
    }

    /** Whether a longer name begins so. */
    boolean goesOn() {
        return !children.isEmpty();
    }
}
