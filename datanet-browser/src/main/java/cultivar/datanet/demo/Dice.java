package cultivar.datanet.demo;

import java.util.List;
import java.util.Random;

/** Seeded choices; {@link Random}'s sequence is fixed by its specification. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
