package cultivar.datanet.store;

import cultivar.datanet.ReviewState;
import cultivar.datanet.Split;

/** The numbers that stand for the sides of the split and the states in the database. */
final class Codes {
    private Codes() {}

    static int number(Split split) {
        return switch (split) {
            case TRAIN -> 0;
            case HELD_OUT -> 1;
        };
    }

    static Split split(int number) {
        return number == 0 ? Split.TRAIN : Split.HELD_OUT;
    }

    static int number(ReviewState state) {
        return switch (state) {
            case PENDING -> 0;
            case ACCEPTED -> 1;
            case REJECTED -> 2;
        };
    }

    static ReviewState state(int number) {
        return switch (number) {
            case 0 -> ReviewState.PENDING;
            case 1 -> ReviewState.ACCEPTED;
            case 2 -> ReviewState.REJECTED;
            default -> throw new IllegalArgumentException("No state has the number " + number);
        };
    }
}
