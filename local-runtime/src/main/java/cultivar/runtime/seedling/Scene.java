package cultivar.runtime.seedling;

/**
 * A small event: somebody did something somewhere at some time.
 *
 * @param who a name
 * @param what the object with its article, as in {@code a red ball}
 * @param where a place with its preposition, or empty
 * @param when a time, or empty
 */
record Scene(String who, Lexicon.Verb verb, String what, String where, String when) {
    static Scene draw(Draw d) {
        boolean where = d.chance(0.65);
        return of(d, where, !where || d.chance(0.5));
    }

    static Scene of(Draw d, boolean where, boolean when) {
        Lexicon.Verb verb = d.pick(Lexicon.VERBS);
        String who = Lexicon.name(d);
        return new Scene(
                who,
                verb,
                object(d, verb, who),
                where ? d.pick(Lexicon.PLACES) : "",
                when ? d.pick(Lexicon.TIMES) : "");
    }

    private static String object(Draw d, Lexicon.Verb verb, String who) {
        return switch (verb.object()) {
            case "thing" -> adorned(d, d.chance(0.12) ? MadeUp.spoken(d) : d.pick(Lexicon.THINGS));
            case "food" -> adorned(d, d.pick(Lexicon.FOODS));
            case "reading" -> adorned(d, d.pick(Lexicon.READINGS));
            case "animal" -> adorned(d, d.pick(Lexicon.ANIMALS));
            case "box" -> d.pick(Lexicon.BOXES);
            case "game" -> d.pick(Lexicon.GAMES);
            default -> {
                String other = Lexicon.name(d);
                yield other.equals(who) ? "a friend" : other;
            }
        };
    }

    private static String adorned(Draw d, String noun) {
        String phrase = switch (d.below(3)) {
            case 0 -> d.pick(Lexicon.COLOURS) + " " + noun;
            case 1 -> d.pick(Lexicon.SIZES) + " " + noun;
            default -> noun;
        };
        return Ask.article(phrase);
    }

    boolean aboutPerson() {
        return verb.object().equals("person");
    }

    private String tail() {
        return (where.isEmpty() ? "" : " " + where) + (when.isEmpty() ? "" : " " + when);
    }

    String sentence() {
        return who + " " + verb.past() + " " + what + tail() + ".";
    }

    /** Without name and full stop, in a given form of the verb. */
    String predicate(String form) {
        return form + " " + what + tail();
    }

    String atPresent() {
        return who + " " + verb.third() + " " + what + (where.isEmpty() ? "" : " " + where) + ".";
    }

    String inPast() {
        return who + " " + verb.past() + " " + what + (where.isEmpty() ? "" : " " + where) + ".";
    }

    String inFuture() {
        return who + " will " + verb.base() + " " + what + (where.isEmpty() ? "" : " " + where) + ".";
    }

    String negated() {
        return who + " did not " + verb.base() + " " + what + tail() + ".";
    }

    String asQuestion() {
        return "Did " + who + " " + verb.base() + " " + what + tail() + "?";
    }
}
