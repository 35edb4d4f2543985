package cultivar.runtime.seedling;

import java.util.List;
import java.util.function.Function;

/**
 * One thing that Seedling learns.
 *
 * @param kind its name, {@code group.skill}
 * @param weight its share of the examples, relative to the others'
 * @param open whether its requests are many enough to keep some of them from training; the few ways to say hello are not
 * @param make one example's messages
 */
record Skill(String kind, double weight, boolean open, Function<Draw, List<Turn>> make) {
    static Skill open(String kind, double weight, Function<Draw, List<Turn>> make) {
        return new Skill(kind, weight, true, make);
    }

    static Skill closed(String kind, double weight, Function<Draw, List<Turn>> make) {
        return new Skill(kind, weight, false, make);
    }
}
