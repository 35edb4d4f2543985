package cultivar.datanet.store;

import java.util.List;

/**
 * What came of looking the whole store through.
 *
 * @param rows how many contributions there are
 * @param problems what is wrong, one line each; empty if nothing is
 */
public record StoreCheck(long rows, List<String> problems) {
    public StoreCheck {
        problems = List.copyOf(problems);
    }

    public boolean sound() {
        return problems.isEmpty();
    }
}
