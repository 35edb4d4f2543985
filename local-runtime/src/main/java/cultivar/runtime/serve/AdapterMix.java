package cultivar.runtime.serve;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Who answers a request: the base with the weighted sum of some adapters' changes. A strength of 0 is the base to the bit, 1
 * the adapter as it was trained.
 *
 * @param parts the adapters; none for the base itself
 */
public record AdapterMix(List<Part> parts) {
    /** The strongest that an adapter may be. */
    public static final double MOST = 2;

    private static final AdapterMix BASE = new AdapterMix(List.of());

    /**
     * One adapter of the sum.
     *
     * @param name by which the {@link AdapterShelf} knows it
     * @param strength from 0 to {@link #MOST}
     */
    public record Part(String name, double strength) {
        public Part {
            if (!(strength >= 0 && strength <= MOST)) {
                throw new IllegalArgumentException("The strength of " + name + " must be from 0 to 2.");
            }
        }
    }

    public AdapterMix {
        parts = List.copyOf(parts);
        if (parts.stream().map(Part::name).distinct().count() < parts.size()) {
            throw new IllegalArgumentException("An adapter is named twice.");
        }
    }

    /** The base itself. */
    public static AdapterMix base() {
        return BASE;
    }

    /** One adapter as it was trained. */
    public static AdapterMix of(String name) {
        return new AdapterMix(List.of(new Part(name, 1)));
    }

    @Override
    public String toString() {
        return parts.isEmpty()
                ? "base"
                : parts.stream()
                        .map(part -> part.strength() == 1 ? part.name() : part.name() + " x " + part.strength())
                        .collect(Collectors.joining(" + "));
    }
}
