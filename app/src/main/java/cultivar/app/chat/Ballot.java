package cultivar.app.chat;

/** What can be found of answers whose names are hidden. */
sealed interface Ballot {
    /** The one at a place, from the left, is the best. */
    record Best(int place) implements Ballot {}

    record Same() implements Ballot {}

    record Bad() implements Ballot {}
}
