package cultivar.runtime.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of characters.
 *
 * @param parts from the smallest to the greatest, without gaps between two that touch
 */
record Ranges(List<Part> parts) {
    /** All characters, without halves of those that UTF-16 writes as two. */
    static final Ranges ALL = of(
            new Part(0, Character.MIN_SURROGATE - 1), new Part(Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT));

    /** From a character to another. */
    record Part(int from, int to) {}

    static Ranges of(Part... parts) {
        return of(List.of(parts));
    }

    static Ranges of(List<Part> parts) {
        List<Part> sorted = new ArrayList<>(parts);
        sorted.sort(Comparator.comparingInt(Part::from));
        List<Part> joined = new ArrayList<>();
        for (Part part : sorted) {
            if (!joined.isEmpty() && part.from() <= joined.getLast().to() + 1) {
                Part last = joined.removeLast();
                joined.add(new Part(last.from(), Math.max(last.to(), part.to())));
            } else {
                joined.add(part);
            }
        }
        return new Ranges(List.copyOf(joined));
    }

    Ranges not() {
        List<Part> gaps = new ArrayList<>();
        int next = 0;
        for (Part part : parts) {
            if (part.from() > next) {
                gaps.add(new Part(next, part.from() - 1));
            }
            next = part.to() + 1;
        }
        if (next <= Character.MAX_CODE_POINT) {
            gaps.add(new Part(next, Character.MAX_CODE_POINT));
        }
        return new Ranges(List.copyOf(gaps));
    }

    Ranges and(Ranges other) {
        List<Part> both = new ArrayList<>();
        for (Part one : parts) {
            for (Part two : other.parts) {
                if (Math.max(one.from(), two.from()) <= Math.min(one.to(), two.to())) {
                    both.add(new Part(Math.max(one.from(), two.from()), Math.min(one.to(), two.to())));
                }
            }
        }
        return of(both);
    }

    /** Whether one of the characters lies between two. */
    boolean meets(int from, int to) {
        return parts.stream().anyMatch(part -> part.from() <= to && part.to() >= from);
    }
}
