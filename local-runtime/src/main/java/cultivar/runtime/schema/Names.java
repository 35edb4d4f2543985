package cultivar.runtime.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some names by their bytes: those of a sorted list that begin with what was taken, so that they need no memory of their own. */
final class Names {
    /** A character for each byte. */
    private final String[] sorted;

    private final int from;
    private final int to;
    private final int taken;

    private Names(String[] sorted, int from, int to, int taken) {
        this.sorted = sorted;
        this.from = from;
        this.to = to;
        this.taken = taken;
    }

    static Names of(List<String> names) {
        String[] sorted = names.stream()
                .map(name -> new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .sorted()
                .distinct()
                .toArray(String[]::new);
        return new Names(sorted, 0, sorted.length, 0);
    }

    @Nullable
    Names after(int next) {
        int first = firstFrom(next);
        int end = firstFrom(next + 1);
        return first == end ? null : new Names(sorted, first, end, taken + 1);
    }

    /** The first name that goes on with this byte or a greater one. */
    private int firstFrom(int next) {
        int low = isWhole() ? from + 1 : from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle].charAt(taken) < next) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether a name ends here. */
    boolean isWhole() {
        return from < to && sorted[from].length() == taken;
    }

    /** Whether a longer name begins so. */
    boolean goesOn() {
        return to - from > (isWhole() ? 1 : 0);
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
        return other instanceof Names names
                && names.sorted == sorted
                && names.from == from
                && names.to == to
                && names.taken == taken;
    }

    @Override
    public int hashCode() {
        return (31 * from + to) * 31 + taken;
    }
}
