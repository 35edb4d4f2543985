package cultivar.runtime.text.jinja;

/** How much work one rendering may do: a template from the net must not be able to hang the program. */
final class Budget {
    private static final long MOST_STEPS = 5_000_000;
    private static final int DEEPEST = 400;

    private long steps;
    private int depth;

    void spend(long count) {
        steps += count;
        if (steps > MOST_STEPS) {
            throw JinjaException.unplaced("the template does not come to an end");
        }
    }

    /** Pays for reading a value once. */
    void spendOn(Value value) {
        spend(
                switch (value) {
                    case Str text -> 1 + text.text().length() / 64;
                    case Value.Seq list -> 1 + list.items().size();
                    case Value.Dict dict -> 1 + dict.entries().size();
                    default -> 1;
                });
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw JinjaException.unplaced("nested more than " + DEEPEST + " deep");
        }
        spend(1);
    }

    void leave() {
        depth--;
    }
}
