package cultivar.datanet.store;

import cultivar.datanet.Split;

/** The numbers that stand for the sides of the split in the database. */
final class Sides {
    private Sides() {}

    static int number(Split split) {
        return switch (split) {
            case TRAIN -> 0;
            case HELD_OUT -> 1;
        };
    }

    static Split split(int number) {
        return number == 0 ? Split.TRAIN : Split.HELD_OUT;
    }
}
