package cultivar.runtime.seedling;

import java.util.ArrayList;
import java.util.List;

/** A small seeded source of choices (SplitMix64), the same on every machine and Java version. */
final class Draw {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    Draw(long seed) {
        this.state = seed;
    }

    /** Independent of its neighbours even for consecutive indices. */
    static Draw of(long seed, long index) {
        return new Draw(mix(mix(seed + GOLDEN) ^ (index * 0xD1B54A32D192ED03L)));
    }

    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** Both ends included. */
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    boolean chance(double probability) {
        return (next() >>> 11) * 0x1.0p-53 < probability;
    }

    double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    String one(String... choices) {
        return choices[below(choices.length)];
    }

    char of(String characters) {
        return characters.charAt(below(characters.length()));
    }

    /** Distinct places of the list, in random order. */
    <T> List<T> some(List<T> list, int count) {
        List<T> rest = new ArrayList<>(list);
        List<T> out = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = i + below(rest.size() - i);
            T chosen = rest.get(at);
            rest.set(at, rest.get(i));
            out.add(chosen);
        }
        return out;
    }
}
